import { Keyset, type Page, type Statement } from '@marquee/platform';
import { showsLastSeen } from '../chat-settings/chat-settings.sql';
import { notBlocked } from '../person/person.sql';

/** SQL: what the state of a person with several leases is; the first of BUSY, ONLINE, AWAY. ONLINE is AWAY while nothing is done. */
export const bestState = (user: string, now: string) => `(
  SELECT shown.state FROM presence_leases l
  CROSS JOIN LATERAL (SELECT CASE WHEN l.state = 'ONLINE' AND l.away_at <= ${now} THEN 'AWAY' ELSE l.state END AS state) shown
  WHERE l.user_id = ${user} AND l.expires_at > ${now} AND l.state <> 'OFFLINE'
  ORDER BY array_position(ARRAY['BUSY', 'ONLINE', 'AWAY']::presence_state[], shown.state) LIMIT 1)`;

/**
 * The presence of those of these people who show it to the viewer: all of it to themselves and to friends; to people in a common room whether
 * they are ONLINE, and no more. A room of two counts once both have accepted it, so that nobody sees anything by opening one (security F16).
 * It follows from the leases there are now, not from what was told last.
 */
export const presenceOf = (viewerId: string, ids: readonly string[], now: Date): Statement => ({
  name: 'social.presence',
  text: `SELECT s."userId", CASE WHEN s.whole OR s.state = 'ONLINE' THEN s.state ELSE 'OFFLINE' END AS state,
                CASE WHEN s."userId" = $1::uuid OR (s.whole AND ${showsLastSeen('s."userId"')}) THEN s."lastSeenAt" END AS "lastSeenAt", s.version
         FROM (SELECT u.id AS "userId", coalesce(${bestState('u.id', '$3')}, 'OFFLINE') AS state, p.last_seen_at AS "lastSeenAt",
                      coalesce(p.version, 0) AS version,
                      u.id = $1::uuid OR EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = $1::uuid AND f.friend_id = u.id) AS whole
               FROM unnest($2::uuid[]) AS u(id) LEFT JOIN presence p ON p.user_id = u.id) s
         WHERE (s.whole
                OR EXISTS (SELECT 1 FROM room_members mine JOIN room_members theirs ON theirs.room_id = mine.room_id
                           WHERE mine.user_id = $1::uuid AND mine.active AND mine.answer = 'ACCEPTED'
                             AND theirs.user_id = s."userId" AND theirs.active AND theirs.answer = 'ACCEPTED'))
           AND ${notBlocked('s."userId"', '$1')}`,
  values: [viewerId, ids, now],
});

export const byUser = new Keyset('friendsOnline', { userId: 'id' }, 'least first');

/** Friends of $1 who are there at $2: what was told of them says so, and one of their leases does. */
const FRIENDS_THERE = `FROM friendships f JOIN presence p ON p.user_id = f.friend_id AND p.state <> 'OFFLINE'
  JOIN people o ON o.id = f.friend_id AND o.active
  CROSS JOIN LATERAL (SELECT ${bestState('f.friend_id', '$2')} AS state) l
  WHERE f.user_id = $1::uuid AND l.state IS NOT NULL AND ${notBlocked('f.friend_id', '$1')}`;

export function friendsThere(viewerId: string, now: Date, page: Page): Statement {
  const { condition, order, values, variant } = byUser.sql(page, { userId: 'f.friend_id' }, 4);
  return {
    name: `social.friends-online-${variant}`,
    text: `SELECT f.friend_id AS "userId", l.state, CASE WHEN ${showsLastSeen('f.friend_id')} THEN p.last_seen_at END AS "lastSeenAt", p.version
           ${FRIENDS_THERE} AND ${condition} ORDER BY ${order} LIMIT $3`,
    values: [viewerId, now, page.limit + 1, ...values],
  };
}

export const friendsThereCount = (viewerId: string, now: Date): Statement => ({
  name: 'social.friends-online-count',
  text: `SELECT count(*)::int AS count ${FRIENDS_THERE}`,
  values: [viewerId, now],
});
