import { id, idempotencyKey, z } from '@marquee/platform';

export const rollbackEventInput = z.object({
  eventId: id(),
  version: z.number().int(),
  toVersion: z.number().int(),
  idempotencyKey: idempotencyKey(),
});

export type RollbackEvent = z.output<typeof rollbackEventInput>;
