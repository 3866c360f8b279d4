import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const ledgerLoaders = ({ db: { prisma } }: Kept) => ({
  shareByOrderId: byId(
    (orderIds: readonly string[]) => prisma.revenueShare.findMany({ where: { orderId: { in: [...orderIds] } } }),
    (share) => share.orderId,
  ),
});
