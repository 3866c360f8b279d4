import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';
import { usesOfCannedReasons } from './canned-reason.sql';

export const cannedReasonLoaders = ({ db }: Kept) => ({
  cannedReasonById: byId(
    (ids: readonly string[]) => db.prisma.cannedReason.findMany({ where: { id: { in: [...ids] } } }),
    (canned) => canned.id,
  ),
  usesByCannedReasonId: byId(
    (ids: readonly string[]) => db.query<{ cannedReasonId: string; uses: number }>(usesOfCannedReasons(ids)),
    (row) => row.cannedReasonId,
  ),
});
