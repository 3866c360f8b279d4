import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

export const swipeLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  viewerSwipeByEventId: byId(
    async (ids: readonly string[]) => (viewer ? db.prisma.swipe.findMany({ where: { eventId: { in: [...ids] }, userId: viewer.id } }) : []),
    (swipe) => swipe.eventId,
  ),
  savesByEventId: byId(
    (ids: readonly string[]) =>
      db.query<{ eventId: string; count: number }>({
        name: 'saves_of_events',
        text: `SELECT event_id AS "eventId", count(*)::int AS count FROM swipes WHERE event_id = ANY ($1::uuid[]) AND direction = 'UP' GROUP BY event_id`,
        values: [[...ids]],
      }),
    (saves) => saves.eventId,
  ),
  likesByEventId: byId(
    (ids: readonly string[]) =>
      db.query<{ eventId: string; count: number }>({
        name: 'likes_of_events',
        text: `SELECT event_id AS "eventId", count(*)::int AS count FROM swipes WHERE event_id = ANY ($1::uuid[]) AND direction = 'DOWN' GROUP BY event_id`,
        values: [[...ids]],
      }),
    (likes) => likes.eventId,
  ),
});
