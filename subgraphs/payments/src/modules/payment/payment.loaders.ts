import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const paymentLoaders = ({ db: { prisma } }: Kept) => ({
  paymentById: byId(
    (ids: readonly string[]) => prisma.payment.findMany({ where: { id: { in: [...ids] } } }),
    (payment) => payment.id,
  ),
  paymentByOrderId: byId(
    (orderIds: readonly string[]) => prisma.payment.findMany({ where: { orderId: { in: [...orderIds] } } }),
    (payment) => payment.orderId,
  ),
});
