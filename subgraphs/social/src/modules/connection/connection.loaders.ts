import { byId, pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { Connection } from '../../generated/prisma/client';
import { olderThan } from '../../keyset';
import { notBlocked } from '../block/block.sql';

export interface FriendRow {
  ownerId: string;
  id: string;
  since: Date;
}

export const createConnectionLoaders = (db: Database, viewerId: string | null) => ({
  connectionById: byId(
    (ids: readonly string[]) => db.prisma.connection.findMany({ where: { id: { in: [...ids] } } }),
    (connection) => connection.id,
  ),
  /** By the other person's id: the accepted connection first, then an open request, then the last changed. */
  connectionWithViewer: byId<string, Connection & { otherId: string }>(
    async (ids) => {
      if (viewerId === null) return [];
      const rows = await db.prisma.connection.findMany({
        where: {
          OR: [
            { requesterId: viewerId, addresseeId: { in: [...ids] } },
            { addresseeId: viewerId, requesterId: { in: [...ids] } },
          ],
        },
        orderBy: { updatedAt: 'asc' },
      });
      const weight = ({ status }: Connection) => (status === 'ACCEPTED' ? 2 : status === 'PENDING' ? 1 : 0);
      // The loader keeps the last row of a key.
      return rows
        .sort((a, b) => weight(a) - weight(b))
        .map((row) => ({ ...row, otherId: row.requesterId === viewerId ? row.addresseeId : row.requesterId }));
    },
    (row) => row.otherId,
  ),
  friendsPage: pagesBy<FriendRow>(
    (ids, { limit, from }) =>
      db.query({
        name: 'social.friends-page',
        text: `SELECT f.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT f.user_id AS "ownerId", f.friend_id AS id, f.since FROM friendships f
                 WHERE f.user_id = o.id AND ${olderThan('f.since', 'f.friend_id', ['$2', '$3'])} AND ${notBlocked('f.friend_id', '$5')}
                 ORDER BY f.since DESC, f.friend_id DESC LIMIT $4) f`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (row) => row.ownerId,
  ),
  friendCountByUserId: byId<string, { id: string; count: number }>(
    (ids) =>
      db.query({
        name: 'social.friend-counts',
        text: `SELECT f.user_id AS id, count(*)::int AS count FROM friendships f
               WHERE f.user_id = ANY ($1::uuid[]) AND ${notBlocked('f.friend_id', '$2')} GROUP BY f.user_id`,
        values: [ids, viewerId],
      }),
    (row) => row.id,
  ),
  mutualFriendsPage: pagesBy<FriendRow>(
    (ids, { limit, from }) =>
      db.query({
        name: 'social.mutual-friends-page',
        text: `SELECT f.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT f.user_id AS "ownerId", f.friend_id AS id, f.since FROM friendships f
                 JOIN friendships mine ON mine.user_id = $5 AND mine.friend_id = f.friend_id
                 WHERE f.user_id = o.id AND ${olderThan('f.since', 'f.friend_id', ['$2', '$3'])}
                 ORDER BY f.since DESC, f.friend_id DESC LIMIT $4) f`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (row) => row.ownerId,
  ),
  mutualFriendCountByUserId: byId<string, { id: string; count: number }>(
    (ids) =>
      db.query({
        name: 'social.mutual-friend-counts',
        text: `SELECT f.user_id AS id, count(*)::int AS count FROM friendships f
               JOIN friendships mine ON mine.user_id = $2 AND mine.friend_id = f.friend_id
               WHERE f.user_id = ANY ($1::uuid[]) GROUP BY f.user_id`,
        values: [ids, viewerId],
      }),
    (row) => row.id,
  ),
});
