import { byId } from '@marquee/platform';
import type { Database } from '../../db';

/** Blocks and friendships are asked about from the viewer's side. Nobody is blocked with, and nobody is friends with, a visitor. */
export const createPersonLoaders = (db: Database, viewerId: string | null) => ({
  /** The raw copy: gate what it says before it leaves. */
  personById: byId(
    (ids: readonly string[]) => db.prisma.person.findMany({ where: { id: { in: [...ids] } } }),
    (person) => person.id,
  ),
  /** A row for each of them who has blocked the viewer, or whom the viewer has blocked. */
  blockWithViewer: byId(
    (ids: readonly string[]) =>
      viewerId === null
        ? Promise.resolve([])
        : db.query<{ id: string }>({
            name: 'social.blocks-with',
            text: `SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 AND blocked_id = ANY ($2::uuid[])
                   UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1 AND blocker_id = ANY ($2::uuid[])`,
            values: [viewerId, ids],
          }),
    (row) => row.id,
  ),
  /** A row for each of them who is a friend of the viewer. */
  friendshipWithViewer: byId(
    (ids: readonly string[]) =>
      viewerId === null ? Promise.resolve([]) : db.prisma.friendship.findMany({ where: { userId: viewerId, friendId: { in: [...ids] } } }),
    (row) => row.friendId,
  ),
});
