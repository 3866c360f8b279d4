import { Keyset, type Page, type Statement } from '@marquee/platform';
import { isPublicTo } from '../event/event-anchor.sql';
import { mayBeSeen } from '../event/event.sql';
import { notBlocked, type ListOfEach } from '../person/person.sql';

const COLUMNS = `p.id, p.version, p.author_id AS "authorId", p.group_id AS "groupId", p.event_id AS "eventId", p.visibility, p.text,
  p.image_urls AS "imageUrls", p.event_card_id AS "eventCardId", p.place_name AS "placeName", p.latitude, p.longitude,
  p.shared_post_id AS "sharedPostId", p.created_at AS "createdAt", p.edited_at AS "editedAt"`;

/** SQL: may the viewer see post `p`? `viewer` is a parameter, null for a visitor; `staff` see every event. */
export const visiblePost = (viewer: string, staff: boolean): string =>
  `${postWithin(viewer, staff)} AND ${notBlocked('p.author_id', viewer)}`;

/** SQL: the same, whoever has blocked whom. */
export const postWithin = (viewer: string, staff: boolean): string => `
  p.removed_at IS NULL AND EXISTS (SELECT 1 FROM people a WHERE a.id = p.author_id AND a.active)
  AND CASE
    WHEN p.group_id IS NOT NULL THEN EXISTS (
      SELECT 1 FROM groups g WHERE g.id = p.group_id AND g.closed_at IS NULL AND (${isPublicTo(viewer, staff)}
        OR EXISTS (SELECT 1 FROM group_members gm WHERE gm.group_id = g.id AND gm.user_id = ${viewer}::uuid AND gm.active)))
    WHEN p.event_id IS NOT NULL THEN EXISTS (SELECT 1 FROM known_events e WHERE e.id = p.event_id AND ${mayBeSeen(viewer, staff)})
    ELSE p.author_id = ${viewer}::uuid OR p.visibility = 'PUBLIC'
      OR (p.visibility = 'FRIENDS' AND EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = ${viewer}::uuid AND f.friend_id = p.author_id))
  END`;

const NEWEST_FIRST = { createdAt: 'p.created_at', id: 'p.id' };

const listOf = (name: string, staff: boolean, of: string): ListOfEach<'createdAt' | 'id'> => ({
  name: staff ? `${name}-for-staff` : name,
  keyset: new Keyset(name, { createdAt: 'time', id: 'id' }, 'greatest first'),
  columns: NEWEST_FIRST,
  select: COLUMNS,
  from: `FROM posts p WHERE ${of} AND ${visiblePost('$2', staff)}`,
});
export const postsOfPerson = (staff: boolean) =>
  listOf('posts-of-person', staff, 'p.author_id = o.id AND p.group_id IS NULL AND p.event_id IS NULL');
export const postsOfGroup = (staff: boolean) => listOf('posts-of-group', staff, 'p.group_id = o.id');
export const postsOfEvent = (staff: boolean) => listOf('posts-of-event', staff, 'p.event_id = o.id');

export const postsById = (ids: readonly string[], viewerId: string | null, staff: boolean): Statement => ({
  name: `social.posts-by-id${staff ? '-for-staff' : ''}`,
  text: `SELECT ${COLUMNS} FROM posts p WHERE p.id = ANY ($1::uuid[]) AND ${visiblePost('$2', staff)}`,
  values: [ids, viewerId],
});

/** What stands below a post, counted for many posts at once. */
export const postCounts = (ids: readonly string[], viewerId: string | null): Statement => ({
  name: 'social.post-counts',
  text: `SELECT o.id,
           (SELECT count(*)::int FROM post_likes l WHERE l.post_id = o.id AND ${notBlocked('l.user_id', '$2')}) AS likes,
           (SELECT count(*)::int FROM post_comments c WHERE c.post_id = o.id AND c.removed_at IS NULL AND ${notBlocked('c.author_id', '$2')}
              AND NOT EXISTS (SELECT 1 FROM post_comments r WHERE r.id = c.parent_id AND r.removed_at IS NOT NULL)) AS comments,
           (SELECT count(*)::int FROM posts s WHERE s.shared_post_id = o.id AND s.removed_at IS NULL) AS shares,
           EXISTS (SELECT 1 FROM post_likes v WHERE v.post_id = o.id AND v.user_id = $2::uuid) AS "viewerLikes"
         FROM unnest($1::uuid[]) AS o(id)`,
  values: [ids, viewerId],
});

export const feedNewestFirst = new Keyset('postFeed', { createdAt: 'time', id: 'id' }, 'greatest first');

/**
 * The viewer's feed: of each person in their circle and each of their groups its own page by index, then the page of those. One statement for
 * a circle of any size.
 */
export function postFeedOf(viewerId: string, staff: boolean, page: Page): Statement {
  const { condition, order, values, variant } = feedNewestFirst.sql(page, NEWEST_FIRST, 3);
  const { order: orderOfAll } = feedNewestFirst.sql(page, { createdAt: 'i."createdAt"', id: 'i.id' }, 3);
  const pageWhere = (of: string) => `
    SELECT ${COLUMNS} FROM posts p
    WHERE ${of} AND ${condition} AND ${visiblePost('$1', staff)}
      AND NOT EXISTS (SELECT 1 FROM post_hides h WHERE h.user_id = $1 AND h.post_id = p.id)
    ORDER BY ${order} LIMIT $2`;
  return {
    name: `social.post-feed-${staff ? 'for-staff-' : ''}${variant}`,
    text: `WITH circle AS (
             SELECT $1::uuid AS id UNION SELECT friend_id FROM friendships WHERE user_id = $1
             UNION SELECT followee_id FROM follows WHERE follower_id = $1)
           SELECT i.* FROM (
             SELECT x.* FROM circle c CROSS JOIN LATERAL (${pageWhere('p.author_id = c.id AND p.group_id IS NULL')}) x
             UNION ALL
             SELECT y.* FROM group_members m CROSS JOIN LATERAL (${pageWhere('p.group_id = m.group_id')}) y
             WHERE m.user_id = $1 AND m.active) i
           ORDER BY ${orderOfAll} LIMIT $2`,
    values: [viewerId, page.limit + 1, ...values],
  };
}

const commentsOf = (name: string, of: string): ListOfEach<'createdAt' | 'id'> => ({
  name,
  keyset: new Keyset(name, { createdAt: 'time', id: 'id' }, 'least first'),
  columns: { createdAt: 'c.created_at', id: 'c.id' },
  select: `c.id, c.post_id AS "postId", c.parent_id AS "parentId", c.author_id AS "authorId", c.text, c.created_at AS "createdAt"`,
  from: `FROM post_comments c WHERE ${of} AND c.removed_at IS NULL AND ${notBlocked('c.author_id', '$2')}`,
});
export const COMMENTS_OF_POST = commentsOf('comments-of-post', 'c.post_id = o.id AND c.parent_id IS NULL');
export const REPLIES_OF_COMMENT = commentsOf('replies-of-comment', 'c.parent_id = o.id');
