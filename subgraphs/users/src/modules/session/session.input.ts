import { id, idempotencyKey, soughtText, z } from '@marquee/platform';

export const refreshSessionInput = z.object({
  refreshToken: soughtText(1024),
  idempotencyKey: idempotencyKey(),
});

export type RefreshSession = z.output<typeof refreshSessionInput>;

export const logoutInput = z.object({ refreshToken: soughtText(1024).nullish() });

export type Logout = z.output<typeof logoutInput>;

export const endSessionInput = z.object({ sessionId: id(), idempotencyKey: idempotencyKey() });

export type EndSession = z.output<typeof endSessionInput>;

export const endAllSessionsInput = z.object({ keepCurrent: z.boolean().default(true), idempotencyKey: idempotencyKey() });

export type EndAllSessions = z.output<typeof endAllSessionsInput>;
