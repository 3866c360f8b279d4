import { byId } from '@marquee/platform';
import type { Crew, CrewKarma } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

export const crewLoaders = ({ db }: Kept) => ({
  crewByGroupId: byId<string, Crew>(
    (ids) => db.prisma.crew.findMany({ where: { groupId: { in: [...ids] } } }),
    (crew) => crew.groupId,
  ),
  crewKarmaByUserId: byId<string, CrewKarma>(
    (ids) => db.prisma.crewKarma.findMany({ where: { userId: { in: [...ids] } } }),
    (karma) => karma.userId,
  ),
});
