import { byId } from '@marquee/platform';
import type { Database } from '../../db';

export const ledgerLoaders = ({ prisma }: Database) => ({
  shareByOrderId: byId(
    (orderIds: readonly string[]) => prisma.revenueShare.findMany({ where: { orderId: { in: [...orderIds] } } }),
    (share) => share.orderId,
  ),
});
