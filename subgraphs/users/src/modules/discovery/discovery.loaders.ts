import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const discoveryLoaders = ({ db }: Kept) => ({
  discoveryByUserId: byId(
    (ids: readonly string[]) => db.prisma.discoveryPreference.findMany({ where: { userId: { in: [...ids] } } }),
    ({ userId }) => userId,
  ),
});
