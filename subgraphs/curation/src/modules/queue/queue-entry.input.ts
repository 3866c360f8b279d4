import { id, idempotencyKey, z } from '@marquee/platform';

const base = {
  entryId: id(),
  version: z.number().int('must be a whole number').min(1, 'must be at least 1'),
  idempotencyKey: idempotencyKey(),
};

export const queueEntryInput = z.object(base);
export type EntryRead = z.output<typeof queueEntryInput>;

export const handOverEntryInput = z.object({ ...base, toUserId: id() });
export type HandOverEntry = z.output<typeof handOverEntryInput>;
