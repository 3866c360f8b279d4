import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const paymentLoaders = ({ db: { prisma } }: Kept) => ({
  paymentById: byId(
    (ids: readonly string[]) => prisma.payment.findMany({ where: { id: { in: [...ids] } } }),
    (payment) => payment.id,
  ),
  /** Those that are to be paid, in their order. */
  paymentsByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.payment.findMany({ where: { orderId: { in: [...orderIds] }, supersededAt: null }, orderBy: { position: 'asc' } }),
    (payment) => payment.orderId,
  ),
});
