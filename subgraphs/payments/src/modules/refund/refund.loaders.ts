import { manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const refundLoaders = ({ db: { prisma } }: Kept) => ({
  movesByEventId: manyBy(
    (eventIds: readonly string[]) => prisma.eventMove.findMany({ where: { eventId: { in: [...eventIds] } } }),
    (move) => move.eventId,
  ),
  /** The oldest first. */
  refundsByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.refund.findMany({ where: { orderId: { in: [...orderIds] } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    (refund) => refund.orderId,
  ),
});
