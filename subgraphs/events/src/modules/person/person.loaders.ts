import { byId, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What the viewer is to groups, events and other people, from our copies. A visitor is nothing to anybody. */
export const personLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? NOBODY;
  return {
    membershipByGroupId: byId(
      (ids: readonly string[]) =>
        db.prisma.groupMemberCopy.findMany({ where: { groupId: { in: [...ids] }, userId: viewerId, role: { not: null } } }),
      (member) => member.groupId,
    ),
    /** What connects the viewer with that person. */
    tieByUserId: byId(
      (ids: readonly string[]) =>
        db.prisma.$queryRaw<{ userId: string; friends: boolean; blocked: boolean }[]>`
          SELECT other_id AS "userId", bool_or(friends) AND NOT bool_or(blocked) AS friends, bool_or(blocked) AS blocked
          FROM person_edges WHERE user_id = ${viewerId}::uuid AND other_id = ANY(${[...ids]}::uuid[]) GROUP BY other_id`,
      (row) => row.userId,
    ),
    personById: byId(
      (ids: readonly string[]) => db.prisma.personCopy.findMany({ where: { id: { in: [...ids] }, erased: false } }),
      (person) => person.id,
    ),
  };
};
