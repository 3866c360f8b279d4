import { byId, type Caller } from '@marquee/platform';
import type { SwipeDirection } from '../../generated/prisma/enums';
import type { Kept } from '../../kept';

export const swipeLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  viewerSwipeByEventId: byId(
    async (ids: readonly string[]) =>
      viewer
        ? db.query<{ eventId: string; direction: SwipeDirection }>({
            name: 'swipes_of_viewer',
            // What was archived is behind what was swiped since.
            text: `SELECT event_id AS "eventId", direction FROM swipes WHERE user_id = $2::uuid AND event_id = ANY ($1::uuid[])
              UNION ALL SELECT a.event_id, a.direction FROM archived_swipes a WHERE a.user_id = $2::uuid AND a.event_id = ANY ($1::uuid[])
                AND NOT EXISTS (SELECT 1 FROM swipes s WHERE s.user_id = a.user_id AND s.event_id = a.event_id)`,
            values: [[...ids], viewer.id],
          })
        : [],
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
