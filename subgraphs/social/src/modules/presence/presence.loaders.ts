import { byId } from '@marquee/platform';
import type { Database } from '../../db';
import { notBlocked } from '../block/block.sql';
import { bestState } from './presence.leases';
import type { PresenceView } from './presence.types';

export const createPresenceLoaders = (db: Database, viewerId: string | null, now: () => Date) => ({
  /** Of these people, those who show the viewer their presence: the viewer, friends, and people in a common room. */
  presenceByUserId: byId<string, PresenceView>(
    (ids) => (viewerId === null ? Promise.resolve([]) : presenceOf(db, viewerId, ids, now())),
    (presence) => presence.userId,
  ),
});

/** Derived from the leases there are now, whatever was told last. */
export const presenceOf = (db: Database, viewerId: string, ids: readonly string[], now: Date): Promise<PresenceView[]> =>
  db.query({
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
