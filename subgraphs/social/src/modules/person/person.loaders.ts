import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

/** Blocks and friendships are asked about from the viewer's side. A visitor is in no block and has no friends. */
export const personLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** The raw copy: gate what it says before it leaves. */
  personById: byId(
    (ids: readonly string[]) => db.prisma.personCopy.findMany({ where: { id: { in: [...ids] } } }),
    (person) => person.id,
  ),
  /** A row for each of them who has blocked the viewer, or whom the viewer has blocked. */
  blockWithViewer: byId(
    (ids: readonly string[]) =>
      viewer
        ? db.query<{ id: string }>({
            name: 'social.blocks-with',
            text: `SELECT blocked_id AS id FROM blocks WHERE blocker_id = $1 AND blocked_id = ANY ($2::uuid[])
                   UNION SELECT blocker_id FROM blocks WHERE blocked_id = $1 AND blocker_id = ANY ($2::uuid[])`,
            values: [viewer.id, ids],
          })
        : Promise.resolve([]),
    (row) => row.id,
  ),
  /** A row for each of them who is a friend of the viewer. */
  friendshipWithViewer: byId(
    (ids: readonly string[]) =>
      viewer ? db.prisma.friendship.findMany({ where: { userId: viewer.id, friendId: { in: [...ids] } } }) : Promise.resolve([]),
    (row) => row.friendId,
  ),
});
