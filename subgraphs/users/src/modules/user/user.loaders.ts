import { byId, rowsOf, type Caller } from '@marquee/platform';
import type { User } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { relationOf, type Relation } from './user-privacy';

const usersById = rowsOf<User>('User', 'id = ANY($1::uuid[])', { lists: { interests: true, traits: true, badges: true } });

export const userLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  userById: byId(
    (ids: readonly string[]) => usersById(db, [ids]),
    (user) => user.id,
  ),
  /** What the viewer is to each person; null for a visitor, who is a stranger to everybody. */
  viewerRelationByUserId: byId(
    async (ids: readonly string[]): Promise<{ userId: string; relation: Relation }[]> => (viewer ? relations(db, viewer.id, ids) : []),
    (found) => found.userId,
  ),
});

async function relations(db: Kept['db'], viewerId: string, ids: readonly string[]): Promise<{ userId: string; relation: Relation }[]> {
  const rows = await db.query<{ other: string; type: string; status: string }>({
    name: 'relations_of_viewer',
    text: `SELECT high_id AS other, type, status FROM connection_copies WHERE low_id = $1 AND high_id = ANY($2::uuid[])
           UNION ALL
           SELECT low_id AS other, type, status FROM connection_copies WHERE high_id = $1 AND low_id = ANY($2::uuid[])`,
    values: [viewerId, ids],
  });
  return ids.map((userId) => ({
    userId,
    relation: userId === viewerId ? 'SELF' : relationOf(rows.filter((row) => row.other === userId)),
  }));
}
