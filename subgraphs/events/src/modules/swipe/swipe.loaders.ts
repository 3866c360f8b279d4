import { byId, type Viewer } from '@marquee/platform';
import type { Database } from '../../db';

export const swipeLoaders = ({ prisma }: Database, viewer: Viewer | null) => ({
  viewerSwipeByEventId: byId(
    async (ids: readonly string[]) => (viewer ? prisma.swipe.findMany({ where: { eventId: { in: [...ids] }, userId: viewer.id } }) : []),
    (swipe) => swipe.eventId,
  ),
});
