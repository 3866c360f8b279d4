import type { Handler } from '../context';
import { eventInvited } from '../modules/notification/notification-invitation-text';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells a person who is invited to an event. */
export const eventInvitationChanged: Handler<'event.invitation_changed'> = ({ payload }, step) =>
  tellOfInvitation(step, 'EVENT', payload.eventId, payload, async (inviter) => {
    const event = await step.tx.eventCopy.findUnique({ where: { eventId: payload.eventId } });
    return eventInvited(payload.eventId, event, inviter);
  });
