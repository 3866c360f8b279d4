import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const orderLoaders = ({ db: { prisma } }: Kept) => ({
  orderById: byId(
    (ids: readonly string[]) => prisma.order.findMany({ where: { id: { in: [...ids] } } }),
    (order) => order.id,
  ),
  /** In the order of the tiers on sale. */
  itemsByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.orderItem.findMany({ where: { orderId: { in: [...orderIds] } }, orderBy: { tier: { position: 'asc' } } }),
    (item) => item.orderId,
  ),
});
