import type { Statement } from '@marquee/platform';
import { notBlocked } from '../person/person.sql';

/** SQL: what the state of a person with several leases is; the first of BUSY, ONLINE, AWAY. */
export const bestState = (user: string, now: string) => `(
  SELECT l.state FROM presence_leases l WHERE l.user_id = ${user} AND l.expires_at > ${now} AND l.state <> 'OFFLINE'
  ORDER BY array_position(ARRAY['BUSY', 'ONLINE', 'AWAY']::presence_state[], l.state) LIMIT 1)`;

/**
 * The presence of those of these people who show it to the viewer: all of it to themselves and to friends; to people in a common room whether
 * they are ONLINE, and no more. A room of two counts once both have accepted it, so that nobody sees anything by opening one (security F16).
 * It follows from the leases there are now, not from what was told last.
 */
export const presenceOf = (viewerId: string, ids: readonly string[], now: Date): Statement => ({
  name: 'social.presence',
  text: `SELECT s."userId", CASE WHEN s.whole OR s.state = 'ONLINE' THEN s.state ELSE 'OFFLINE' END AS state,
                CASE WHEN s.whole THEN s."lastSeenAt" END AS "lastSeenAt", s.version
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
