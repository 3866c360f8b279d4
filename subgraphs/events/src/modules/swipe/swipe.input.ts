import { id, idempotencyKey, z } from '@marquee/platform';

export const swipeInput = z.object({ eventId: id(), direction: z.enum(['RIGHT', 'UP', 'DOWN', 'LEFT']), idempotencyKey: idempotencyKey() });
export const undoSwipeInput = z.object({ eventId: id(), idempotencyKey: idempotencyKey() });

export type Swipe = z.output<typeof swipeInput>;
export type UndoSwipe = z.output<typeof undoSwipeInput>;
