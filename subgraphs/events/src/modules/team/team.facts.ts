import type { EventTeamInvitationChanged } from '@marquee/schema/topics';
import type { EventTeamMember } from '../../generated/prisma/client';

/** Somebody was asked to join the team of an event, or that invitation has come to its end. */
export const teamInvitationChanged = (
  { eventId, version, userId, invitedBy, role }: EventTeamMember,
  state: EventTeamInvitationChanged['state'],
) => ({
  topic: 'event.team_invitation_changed' as const,
  key: eventId,
  payload: { eventId, version, userId, invitedBy, role, state },
});
