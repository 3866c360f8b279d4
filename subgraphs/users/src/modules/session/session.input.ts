import { id, idempotencyKey, z } from '@marquee/platform';

export const refreshSessionInput = z.object({
  refreshToken: z.string().max(1024, 'must have at most 1024 characters'),
  idempotencyKey: idempotencyKey(),
});

export type RefreshSession = z.output<typeof refreshSessionInput>;

export const logoutInput = z.object({ refreshToken: z.string().max(1024, 'must have at most 1024 characters').nullish() });

export type Logout = z.output<typeof logoutInput>;

export const endSessionInput = z.object({ sessionId: id(), idempotencyKey: idempotencyKey() });

export type EndSession = z.output<typeof endSessionInput>;

export const endAllSessionsInput = z.object({ keepCurrent: z.boolean().default(true), idempotencyKey: idempotencyKey() });

export type EndAllSessions = z.output<typeof endAllSessionsInput>;
