import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const flagLoaders = ({ db: { prisma } }: Kept) => ({
  flagById: byId(
    (ids: readonly string[]) => prisma.flag.findMany({ where: { id: { in: [...ids] } } }),
    (flag) => flag.id,
  ),
});
