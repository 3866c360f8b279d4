import type { EventInvitation } from '../../generated/prisma/client';

/** A person was invited to an event, or no longer is. */
export const invitationChanged = ({ eventId, version, userId, invitedBy, invited }: Omit<EventInvitation, 'createdAt'>) => ({
  topic: 'event.invitation_changed' as const,
  key: eventId,
  payload: { eventId, version, userId, invitedBy, invited },
});
