import { id, idempotencyKey, line, text, z } from '@marquee/platform';

export const createGroupInput = z.object({
  name: line(80),
  description: text(2_000).nullish(),
  privacy: z.enum(['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY']),
  maxMembers: z.number().int().min(2, 'must be at least 2').max(500, 'must be at most 500'),
  idempotencyKey: idempotencyKey(),
});
export type CreateGroup = z.output<typeof createGroupInput>;

export const joinGroupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type JoinGroup = z.output<typeof joinGroupInput>;

export const leaveGroupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type LeaveGroup = z.output<typeof leaveGroupInput>;

export const inviteToGroupInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type InviteToGroup = z.output<typeof inviteToGroupInput>;

export const removeFromGroupInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type RemoveFromGroup = z.output<typeof removeFromGroupInput>;
