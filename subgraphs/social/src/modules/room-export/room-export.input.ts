import { id, idempotencyKey, z } from '@marquee/platform';

export const exportRoomInput = z.object({
  roomId: id(),
  format: z.enum(['JSON_LINES', 'TEXT']),
  after: z.number().int('must be a whole number').min(0, 'must not be negative').nullish(),
  idempotencyKey: idempotencyKey(),
});
export type ExportRoom = z.output<typeof exportRoomInput>;
