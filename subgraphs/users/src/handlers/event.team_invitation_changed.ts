import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { eventTeamInvited, eventTeamJoined } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';
import { postNotification } from '../modules/notification/notification.store';

const STATES = { OPEN: 'OPEN', ACCEPTED: 'ANSWERED', DECLINED: 'ANSWERED', WITHDRAWN: 'WITHDRAWN' } as const;

/** Tells a person who is asked to join the team of an event, and the one who asked when they have joined. */
export const eventTeamInvitationChanged: Handler<'event.team_invitation_changed'> = async ({ payload }, step) => {
  const { eventId, userId, invitedBy, role, state } = payload;
  if (await isAnyErased(step, [userId])) return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const fact = { ...payload, state: event?.status === 'DELETED' ? ('WITHDRAWN' as const) : STATES[state] };
  const isNew = await tellOfInvitation(step, 'EVENT_TEAM', eventId, fact, eventTeamInvited(eventId, event, role, invitedBy));
  if (isNew && state === 'ACCEPTED') await postNotification(step, [invitedBy], eventTeamJoined(eventId, event, role, userId));
};
