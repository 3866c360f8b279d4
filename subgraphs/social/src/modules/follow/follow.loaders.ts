import { byId, pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import { olderThan } from '../../keyset';
import { notBlocked } from '../block/block.sql';

export interface FollowRow {
  ownerId: string;
  id: string;
  createdAt: Date;
}

export const createFollowLoaders = (db: Database, viewerId: string | null) => ({
  followersPage: page(db, viewerId, 'social.followers-page', 'followee_id', 'follower_id'),
  followingPage: page(db, viewerId, 'social.following-page', 'follower_id', 'followee_id'),
  followerCountByUserId: count(db, viewerId, 'social.follower-counts', 'followee_id', 'follower_id'),
  followingCountByUserId: count(db, viewerId, 'social.following-counts', 'follower_id', 'followee_id'),
  followByViewer: byId(
    (ids: readonly string[]) =>
      viewerId === null
        ? Promise.resolve([])
        : db.prisma.follow.findMany({ where: { followerId: viewerId, followeeId: { in: [...ids] } } }),
    (follow) => follow.followeeId,
  ),
});

type Side = 'follower_id' | 'followee_id';

const page = (db: Database, viewerId: string | null, name: string, owner: Side, other: Side) =>
  pagesBy<FollowRow>(
    (ids, { limit, from }) =>
      db.query({
        name,
        text: `SELECT f.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT f.${owner} AS "ownerId", f.${other} AS id, f.created_at AS "createdAt" FROM follows f
                 WHERE f.${owner} = o.id AND ${olderThan('f.created_at', `f.${other}`, ['$2', '$3'])}
                   AND ${notBlocked(`f.${other}`, '$5')}
                 ORDER BY f.created_at DESC, f.${other} DESC LIMIT $4) f`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (row) => row.ownerId,
  );

const count = (db: Database, viewerId: string | null, name: string, owner: Side, other: Side) =>
  byId<string, { id: string; count: number }>(
    (ids) =>
      db.query({
        name,
        text: `SELECT f.${owner} AS id, count(*)::int AS count FROM follows f
               WHERE f.${owner} = ANY ($1::uuid[]) AND ${notBlocked(`f.${other}`, '$2')} GROUP BY f.${owner}`,
        values: [ids, viewerId],
      }),
    (row) => row.id,
  );
