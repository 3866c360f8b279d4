import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import { reversalsOf } from './ledger.sql';
import type { Reversal } from './revenue-share';

export const ledgerLoaders = ({ db: { prisma } }: Kept) => ({
  shareByOrderId: byId(
    (orderIds: readonly string[]) => prisma.revenueShare.findMany({ where: { orderId: { in: [...orderIds] } } }),
    (share) => share.orderId,
  ),
  /** What refunds took back of its parts. */
  reversalsByOrderId: manyBy(
    (orderIds: readonly string[]) => prisma.$queryRaw<(Reversal & { orderId: string })[]>(reversalsOf(orderIds)),
    (reversal) => reversal.orderId,
  ),
});
