import { manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

const MOST = 50;

export const suspensionLoaders = ({ db }: Kept) => ({
  /** The latest first. */
  suspensionsByUserId: manyBy(
    (ids: readonly string[]) =>
      db.prisma.suspension.findMany({
        where: { userId: { in: [...ids] } },
        orderBy: [{ begunAt: 'desc' }, { id: 'desc' }],
        take: MOST * ids.length,
      }),
    ({ userId }) => userId,
  ),
});
