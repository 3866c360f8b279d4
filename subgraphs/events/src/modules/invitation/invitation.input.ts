import { id, idempotencyKey, z } from '@marquee/platform';

export const inviteToEventInput = z.object({
  eventId: id(),
  userIds: z
    .array(id())
    .min(1, 'name at least one person')
    .max(100, 'must be at most 100')
    .transform((userIds) => [...new Set(userIds)].sort()),
  idempotencyKey: idempotencyKey(),
});
export const withdrawEventInvitationsInput = inviteToEventInput;

export type InviteToEvent = z.output<typeof inviteToEventInput>;
export type WithdrawEventInvitations = z.output<typeof withdrawEventInvitationsInput>;
