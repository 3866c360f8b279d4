import { Keyset, type Page, type Statement } from '@marquee/platform';
import { isPublicTo, seesAnchor } from '../event/event-anchor.sql';
import { notBlocked, type ListOfEach } from '../person/person.sql';

/** A group and what the viewer is to it; $1 is the viewer (null for a visitor), $2 the present time. */
export const GROUP_VIEW = `
  SELECT g.id, g.version, g.name, g.description, g.privacy, g.max_members AS "maxMembers", g.member_count AS "memberCount",
         g.founder_id AS "founderId", g.image_url AS "imageUrl", g.category_slug AS "categorySlug", g.tags, g.rules, g.place_name AS "placeName",
         g.latitude, g.longitude, g.created_at AS "createdAt", g.updated_at AS "updatedAt", g.archived_at AS "archivedAt",
         g.closed_at AS "closedAt", ${seesAnchor('$1')} AS "seesAnchor", m.role AS "viewerRole", i.user_id IS NOT NULL AS invited,
         EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = $1::uuid AND f.friend_id = g.founder_id) AS "foundersFriend",
         EXISTS (SELECT 1 FROM group_requests q WHERE q.group_id = g.id AND q.user_id = $1::uuid AND q.open) AS requested
  FROM groups g
  LEFT JOIN group_members m ON m.group_id = g.id AND m.user_id = $1::uuid AND m.active
  LEFT JOIN group_invitations i ON i.group_id = g.id AND i.user_id = $1::uuid AND i.open AND i.expires_at > $2`;

/** Groups everybody may find, crews among them; the indexes are of these. */
export const LISTED = `g.closed_at IS NULL AND g.archived_at IS NULL AND g.privacy IN ('PUBLIC', 'INVITE_ONLY')`;

export const newestGroupsFirst = new Keyset('groups', { createdAt: 'time', id: 'id' }, 'greatest first');

/** More only make a search slow. */
const MOST_WORDS = 6;

/** Which of the listed groups, crews aside, are looked for: conditions, whose first parameter is `$<at>`. */
function sought({ words, near, category }: FoundBy, at: number): { text: string; values: unknown[]; variant: string } {
  const conditions = [LISTED, 'NOT EXISTS (SELECT 1 FROM crews c WHERE c.group_id = g.id)'];
  const values: unknown[] = [];
  const next = (value: unknown) => `$${at + values.push(value) - 1}`;
  for (const word of words)
    conditions.push(`group_words(g.name, g.description, g.tags) LIKE '%' || search_fold(${next(word)}::text) || '%'`);
  if (near) {
    const point = `ll_to_earth(${next(near.latitude)}::float8, ${next(near.longitude)}::float8)`;
    const metres = `${next(near.radiusKm * 1_000)}::float8`;
    // The box around the circle is what the index knows.
    conditions.push(
      `g.latitude IS NOT NULL AND earth_box(${point}, ${metres}) @> ll_to_earth(g.latitude, g.longitude)`,
      `earth_distance(${point}, ll_to_earth(g.latitude, g.longitude)) <= ${metres}`,
    );
  }
  if (category !== null) conditions.push(`g.category_slug = ${next(category)}::text`);
  return { text: conditions.join(' AND '), values, variant: `${words.length}${near ? 'n' : ''}${category === null ? '' : 'c'}` };
}

interface FoundBy {
  words: readonly string[];
  near: { latitude: number; longitude: number; radiusKm: number } | null;
  category: string | null;
}

export const wordsOf = (query: string): string[] => [...new Set(query.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean))].slice(0, MOST_WORDS);

/** A page of the groups everybody may find. */
export function groupsListed(viewerId: string | null, now: Date, by: FoundBy, page: Page): Statement {
  const { condition, order, values, variant } = newestGroupsFirst.sql(page, { createdAt: 'g.created_at', id: 'g.id' }, 4);
  const found = sought(by, 4 + values.length);
  // Words and places by their own indexes first: in the order of the page, all groups would be looked at for a rare one.
  const isRare = by.words.length > 0 || by.near !== null;
  const [before, where] = isRare
    ? [`WITH found AS MATERIALIZED (SELECT g.id FROM groups g WHERE ${found.text})`, 'g.id IN (SELECT id FROM found)']
    : ['', found.text];
  return {
    name: `social.groups-listed-${variant}-${found.variant}`,
    text: `${before} ${GROUP_VIEW} WHERE ${where} AND ${condition} ORDER BY ${order} LIMIT $3`,
    values: [viewerId, now, page.limit + 1, ...values, ...found.values],
  };
}

export function groupsListedCount(by: FoundBy): Statement {
  const found = sought(by, 1);
  return {
    name: `social.groups-listed-count-${found.variant}`,
    text: `SELECT count(*)::int AS count FROM groups g WHERE ${found.text}`,
    values: found.values,
  };
}

export const MEMBERS_OF_GROUP: ListOfEach<'joinedAt' | 'userId'> = {
  name: 'group-members',
  keyset: new Keyset('groupMembers', { joinedAt: 'time', userId: 'id' }, 'least first'),
  columns: { joinedAt: 'm.joined_at', userId: 'm.user_id' },
  select: `m.group_id AS "groupId", m.user_id AS "userId", m.role, m.version, m.active, m.joined_at AS "joinedAt", m.left_at AS "leftAt",
           m.removed_at AS "removedAt"`,
  from: `FROM group_members m WHERE m.group_id = o.id AND m.active AND ${notBlocked('m.user_id', '$2')}`,
};

/** Of the groups a person is in, those the viewer may know of: public ones whose anchor they see, or the viewer's own too. */
export const GROUPS_OF_USER: ListOfEach<'joinedAt' | 'id'> = {
  name: 'groups-of-user',
  keyset: new Keyset('groupsOfUser', { joinedAt: 'time', id: 'id' }, 'greatest first'),
  columns: { joinedAt: 'm.joined_at', id: 'm.group_id' },
  select: 'm.user_id AS "ownerId", m.group_id AS id, m.joined_at AS "joinedAt"',
  from: `FROM group_members m JOIN groups g ON g.id = m.group_id AND g.closed_at IS NULL
         WHERE m.user_id = o.id AND m.active
           AND (${isPublicTo('$2')} OR m.user_id = $2::uuid
                OR EXISTS (SELECT 1 FROM group_members v WHERE v.group_id = g.id AND v.user_id = $2::uuid AND v.active))`,
};

export const lastAskedFirst = new Keyset('groupRequests', { createdAt: 'time', userId: 'id' }, 'greatest first');

const OPEN_REQUESTS = `FROM group_requests q WHERE q.group_id = $1 AND q.open AND ${notBlocked('q.user_id', '$2')}`;

/** Who asks to be let in, as somebody sees it who runs the group. */
export function groupRequests(groupId: string, viewerId: string, page: Page): Statement {
  const { condition, order, values, variant } = lastAskedFirst.sql(page, { createdAt: 'q.created_at', userId: 'q.user_id' }, 4);
  return {
    name: `social.group-requests-${variant}`,
    text: `SELECT q.group_id AS "groupId", q.user_id AS "userId", q.version, q.message, q.created_at AS "createdAt", q.open
           ${OPEN_REQUESTS} AND ${condition} ORDER BY ${order} LIMIT $3`,
    values: [groupId, viewerId, page.limit + 1, ...values],
  };
}

export const groupRequestCount = (groupId: string, viewerId: string): Statement => ({
  name: 'social.group-requests-count',
  text: `SELECT count(*)::int AS count ${OPEN_REQUESTS}`,
  values: [groupId, viewerId],
});
