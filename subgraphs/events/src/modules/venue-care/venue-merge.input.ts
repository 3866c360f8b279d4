import { id, idempotencyKey, z } from '@marquee/platform';

export const mergeVenuesInput = z
  .object({ keptId: id(), mergedId: id(), idempotencyKey: idempotencyKey() })
  .refine(({ keptId, mergedId }) => keptId !== mergedId, { path: ['mergedId'], error: 'must be another place' });
export const undoVenueMergeInput = z.object({ mergedId: id(), idempotencyKey: idempotencyKey() });

export type MergeVenues = z.output<typeof mergeVenuesInput>;
export type UndoVenueMerge = z.output<typeof undoVenueMergeInput>;
