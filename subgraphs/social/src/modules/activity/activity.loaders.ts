import { pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { ActivityItem } from '../../generated/prisma/client';
import { olderThan } from '../../keyset';
import { notBlocked } from '../block/block.sql';
import { visibleItem } from './activity.visible';

const COLUMNS = `a.id, a.type, a.actor_id AS "actorId", a.event_id AS "eventId", a.group_id AS "groupId", a.friend_id AS "friendId",
  a.visibility, a.occurred_at AS "occurredAt", a.source`;

export const createActivityLoaders = (db: Database, viewerId: string | null) => ({
  eventActivityPage: pagesBy<ActivityItem>(
    (ids, { limit, from }) =>
      db.query({
        name: 'social.event-activity-page',
        text: `SELECT i.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT ${COLUMNS} FROM activity_items a
                 WHERE a.event_id = o.id AND ${olderThan('a.occurred_at', 'a.id', ['$2', '$3'])}
                   AND ${notBlocked('a.actor_id', '$5')}
                   AND ${visibleItem('$5', 'EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = $5::uuid AND f.friend_id = a.actor_id)')}
                 ORDER BY a.occurred_at DESC, a.id DESC LIMIT $4) i`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (item) => item.eventId as string,
  ),
});

/**
 * The newest items of the viewer's circle: each friend's and followed person's own newest by index, then the newest of those. One
 * statement whatever the circle's size. Nobody in the circle is in a block with the viewer: a block ends friendships and follows.
 */
export const feedOf = (db: Database, viewerId: string, from: { at: Date; id: string } | null, limit: number): Promise<ActivityItem[]> =>
  db.query({
    name: 'social.activity-feed',
    text: `WITH circle AS (
             SELECT friend_id AS id, true AS friend FROM friendships WHERE user_id = $1
             UNION ALL
             SELECT followee_id, false FROM follows f
             WHERE f.follower_id = $1 AND NOT EXISTS (SELECT 1 FROM friendships s WHERE s.user_id = $1 AND s.friend_id = f.followee_id))
           SELECT i.* FROM circle c CROSS JOIN LATERAL (
             SELECT ${COLUMNS} FROM activity_items a
             WHERE a.actor_id = c.id AND ${olderThan('a.occurred_at', 'a.id', ['$2', '$3'])} AND ${visibleItem('$1', 'c.friend')}
             ORDER BY a.occurred_at DESC, a.id DESC LIMIT $4) i
           ORDER BY i."occurredAt" DESC, i.id DESC LIMIT $4`,
    values: [viewerId, from?.at ?? null, from?.id ?? null, limit],
  });
