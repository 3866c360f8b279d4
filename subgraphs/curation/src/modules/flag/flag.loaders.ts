import { byId } from '@marquee/platform';
import type { Database } from '../../db';

export const flagLoaders = ({ prisma }: Database) => ({
  flagById: byId(
    (ids: readonly string[]) => prisma.flag.findMany({ where: { id: { in: [...ids] } } }),
    (flag) => flag.id,
  ),
});
