import { Keyset, type Page, type Statement } from '@marquee/platform';
import { isPublicTo } from '../event/event-anchor.sql';
import { mayBeSeen } from '../event/event.sql';
import { notBlocked, type ListOfEach } from '../person/person.sql';

const COLUMNS = `a.id, a.type, a.actor_id AS "actorId", a.event_id AS "eventId", a.group_id AS "groupId", a.friend_id AS "friendId",
  a.visibility, a.occurred_at AS "occurredAt", a.source`;

/**
 * SQL: may the viewer see item `a`? `viewer` is a parameter (null for a visitor), `isFriend` tells whether the actor is a friend of theirs.
 * - The item's visibility; of a new friend it is that of the actor's list of friends as it is now.
 * - An event that the viewer may see; a group that is public to them; a friend who is in no block with the viewer.
 */
const visibleItem = (viewer: string, staff: boolean, isFriend: string) => `
  EXISTS (
    SELECT 1 FROM people p WHERE p.id = a.actor_id AND p.active AND (
      a.actor_id = ${viewer}::uuid
      OR (CASE a.type WHEN 'FRIEND_JOINED' THEN p.friends_visibility ELSE a.visibility END) = 'PUBLIC'
      OR ((CASE a.type WHEN 'FRIEND_JOINED' THEN p.friends_visibility ELSE a.visibility END) = 'FRIENDS' AND ${isFriend})))
  AND (a.event_id IS NULL OR EXISTS (SELECT 1 FROM known_events e WHERE e.id = a.event_id AND ${mayBeSeen(viewer, staff)}))
  AND (a.group_id IS NULL OR EXISTS (
    SELECT 1 FROM groups g WHERE g.id = a.group_id AND g.closed_at IS NULL AND ${isPublicTo(viewer, staff)}))
  AND (a.friend_id IS NULL OR (
    EXISTS (SELECT 1 FROM people f WHERE f.id = a.friend_id AND f.active) AND ${notBlocked('a.friend_id', viewer)}))`;

const NEWEST_FIRST = { occurredAt: 'a.occurred_at', id: 'a.id' };

export const eventActivityNewestFirst = new Keyset('eventActivity', { occurredAt: 'time', id: 'id' }, 'greatest first');

/** `staff`: the viewer sees every event. */
export const activityOfEvent = (staff: boolean): ListOfEach<'occurredAt' | 'id'> => ({
  name: staff ? 'event-activity-for-staff' : 'event-activity',
  keyset: eventActivityNewestFirst,
  columns: NEWEST_FIRST,
  select: COLUMNS,
  from: `FROM activity_items a WHERE a.event_id = o.id AND ${notBlocked('a.actor_id', '$2')}
           AND ${visibleItem('$2', staff, 'EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = $2::uuid AND f.friend_id = a.actor_id)')}`,
});

export const feedNewestFirst = new Keyset('activityFeed', { occurredAt: 'time', id: 'id' }, 'greatest first');

/**
 * What the viewer's circle did: each friend's and followed person's own page by index, then the page of those. One statement for a circle
 * of any size. Nobody in the circle is in a block with the viewer: a block ends friendships and follows.
 */
export function feedOf(viewerId: string, staff: boolean, page: Page): Statement {
  const { condition, order, values, variant } = feedNewestFirst.sql(page, NEWEST_FIRST, 3);
  const { order: orderOfAll } = feedNewestFirst.sql(page, { occurredAt: 'i."occurredAt"', id: 'i.id' }, 3);
  return {
    name: `social.activity-feed-${staff ? 'for-staff-' : ''}${variant}`,
    text: `WITH circle AS (
             SELECT friend_id AS id, true AS friend FROM friendships WHERE user_id = $1
             UNION ALL
             SELECT followee_id, false FROM follows f
             WHERE f.follower_id = $1 AND NOT EXISTS (SELECT 1 FROM friendships s WHERE s.user_id = $1 AND s.friend_id = f.followee_id))
           SELECT i.* FROM circle c CROSS JOIN LATERAL (
             SELECT ${COLUMNS} FROM activity_items a
             WHERE a.actor_id = c.id AND ${condition} AND ${visibleItem('$1', staff, 'c.friend')}
             ORDER BY ${order} LIMIT $2) i
           ORDER BY ${orderOfAll} LIMIT $2`,
    values: [viewerId, page.limit + 1, ...values],
  };
}
