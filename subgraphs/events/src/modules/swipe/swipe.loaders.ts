import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

export const swipeLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  viewerSwipeByEventId: byId(
    async (ids: readonly string[]) => (viewer ? db.prisma.swipe.findMany({ where: { eventId: { in: [...ids] }, userId: viewer.id } }) : []),
    (swipe) => swipe.eventId,
  ),
});
