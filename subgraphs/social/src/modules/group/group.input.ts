import { id, idempotencyKey, line, text, z } from '@marquee/platform';

export const createGroupInput = z.object({
  name: line(80),
  description: text(2_000).nullish(),
  privacy: z.enum(['PUBLIC', 'FRIENDS_ONLY', 'PRIVATE', 'INVITE_ONLY']),
  maxMembers: z.number().int().min(2, 'must be at least 2').max(500, 'must be at most 500'),
  idempotencyKey: idempotencyKey(),
});
export type CreateGroup = z.output<typeof createGroupInput>;

export const groupInput = z.object({ groupId: id(), idempotencyKey: idempotencyKey() });
export type GroupChoice = z.output<typeof groupInput>;

export const groupPersonInput = z.object({ groupId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type GroupPerson = z.output<typeof groupPersonInput>;
