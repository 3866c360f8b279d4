import { id, idempotencyKey, line, z } from '@marquee/platform';
import type { Role } from '../user/user-roles';

export const setUserRoleInput = z.object({
  userId: id(),
  role: z.enum(['USER', 'CURATOR', 'MODERATOR', 'ADMIN']).transform((name) => name.toLowerCase() as Role),
  idempotencyKey: idempotencyKey(),
});

export type SetUserRole = z.output<typeof setUserRoleInput>;

export const suspendUserInput = z.object({
  userId: id(),
  reason: line(500),
  statement: line(500).nullish(),
  until: z.date().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type SuspendUser = z.output<typeof suspendUserInput>;

export const reinstateUserInput = z.object({ userId: id(), idempotencyKey: idempotencyKey() });

export type ReinstateUser = z.output<typeof reinstateUserInput>;

export const verifyUserInput = z.object({ userId: id(), verified: z.boolean().default(true), idempotencyKey: idempotencyKey() });

export type VerifyUser = z.output<typeof verifyUserInput>;
