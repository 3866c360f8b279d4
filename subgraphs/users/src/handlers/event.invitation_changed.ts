import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { eventInvited } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells a person who is invited to an event. */
export const eventInvitationChanged: Handler<'event.invitation_changed'> = async ({ payload }, step) => {
  const { eventId, invited } = payload;
  if (await isAnyErased(step, [payload.userId])) return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  const isOver = event !== null && ['CANCELLED', 'DELETED'].includes(event.status);
  const fact = { ...payload, state: invited && !isOver ? ('OPEN' as const) : ('WITHDRAWN' as const) };
  await tellOfInvitation(step, 'EVENT', eventId, fact, eventInvited(eventId, event, payload.invitedBy));
};
