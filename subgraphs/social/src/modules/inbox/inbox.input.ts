import { id, z } from '@marquee/platform';

export const syncInput = z.object({
  cursors: z
    .array(z.object({ roomId: id(), since: z.number().int().min(0, 'must not be negative') }))
    .max(100, 'must have at most 100 entries')
    .refine((cursors) => new Set(cursors.map(({ roomId }) => roomId)).size === cursors.length, 'must name each room once'),
});
export type Sync = z.output<typeof syncInput>;

/** A transaction's number, as `roomsChanged` gave it. */
export const isCursor = (value: string): boolean => /^\d{1,19}$/.test(value);
