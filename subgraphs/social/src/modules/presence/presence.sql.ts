import type { Statement } from '@marquee/platform';
import { notBlocked } from '../person/person.sql';

/** SQL: what the state of a person with several leases is; the first of BUSY, ONLINE, AWAY. */
export const bestState = (user: string, now: string) => `(
  SELECT l.state FROM presence_leases l WHERE l.user_id = ${user} AND l.expires_at > ${now} AND l.state <> 'OFFLINE'
  ORDER BY array_position(ARRAY['BUSY', 'ONLINE', 'AWAY']::presence_state[], l.state) LIMIT 1)`;

/**
 * The presence of those of these people who show it to the viewer: the viewer, friends, and people in a common room. It follows from the
 * leases there are now, not from what was told last.
 */
export const presenceOf = (viewerId: string, ids: readonly string[], now: Date): Statement => ({
  name: 'social.presence',
  text: `SELECT u.id AS "userId", coalesce(${bestState('u.id', '$3')}, 'OFFLINE') AS state, p.last_seen_at AS "lastSeenAt",
                coalesce(p.version, 0) AS version
         FROM unnest($2::uuid[]) AS u(id) LEFT JOIN presence p ON p.user_id = u.id
         WHERE (u.id = $1::uuid
                OR EXISTS (SELECT 1 FROM friendships f WHERE f.user_id = $1::uuid AND f.friend_id = u.id)
                OR EXISTS (SELECT 1 FROM room_members mine JOIN room_members theirs ON theirs.room_id = mine.room_id
                           WHERE mine.user_id = $1::uuid AND mine.active AND theirs.user_id = u.id AND theirs.active))
           AND ${notBlocked('u.id', '$1')}`,
  values: [viewerId, ids, now],
});
