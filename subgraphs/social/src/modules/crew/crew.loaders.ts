import { byId } from '@marquee/platform';
import type { Crew } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

export const crewLoaders = ({ db }: Kept) => ({
  crewByGroupId: byId<string, Crew>(
    (ids) => db.prisma.crew.findMany({ where: { groupId: { in: [...ids] } } }),
    (crew) => crew.groupId,
  ),
});
