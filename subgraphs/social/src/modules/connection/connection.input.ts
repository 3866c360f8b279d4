import { id, idempotencyKey, z } from '@marquee/platform';

export const requestConnectionInput = z.object({
  userId: id(),
  type: z.enum(['FRIEND', 'PROFESSIONAL', 'FAMILY']),
  idempotencyKey: idempotencyKey(),
});
export type RequestConnection = z.output<typeof requestConnectionInput>;

export const respondToConnectionInput = z.object({
  connectionId: id(),
  response: z.enum(['ACCEPT', 'DECLINE', 'BLOCK']),
  idempotencyKey: idempotencyKey(),
});
export type RespondToConnection = z.output<typeof respondToConnectionInput>;

export const endConnectionInput = z.object({ connectionId: id(), idempotencyKey: idempotencyKey() });
export type EndConnection = z.output<typeof endConnectionInput>;
