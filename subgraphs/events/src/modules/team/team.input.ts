import { id, idempotencyKey, z } from '@marquee/platform';

const role = z.enum(['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR']);

export const inviteToEventTeamInput = z.object({ eventId: id(), userId: id(), role, idempotencyKey: idempotencyKey() });
export const setEventTeamRoleInput = inviteToEventTeamInput;
export const respondToEventTeamInvitationInput = z.object({ eventId: id(), accept: z.boolean(), idempotencyKey: idempotencyKey() });
export const removeFromEventTeamInput = z.object({ eventId: id(), userId: id(), idempotencyKey: idempotencyKey() });

export type InviteToEventTeam = z.output<typeof inviteToEventTeamInput>;
export type SetEventTeamRole = z.output<typeof setEventTeamRoleInput>;
export type RespondToEventTeamInvitation = z.output<typeof respondToEventTeamInvitationInput>;
export type RemoveFromEventTeam = z.output<typeof removeFromEventTeamInput>;
