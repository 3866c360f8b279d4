import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const disputeLoaders = ({ db: { prisma } }: Kept) => ({
  disputeById: byId(
    (ids: readonly string[]) => prisma.dispute.findMany({ where: { id: { in: [...ids] } } }),
    (dispute) => dispute.id,
  ),
  /** The oldest first. */
  disputesByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.dispute.findMany({ where: { orderId: { in: [...orderIds] } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    (dispute) => dispute.orderId,
  ),
});
