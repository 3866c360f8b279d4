import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const inspectionLoaders = ({ db: { prisma } }: Kept) => ({
  inspectionById: byId(
    (ids: readonly string[]) => prisma.orderInspection.findMany({ where: { id: { in: [...ids] } } }),
    (inspection) => inspection.id,
  ),
  /** Open ones alone. */
  openInspectionByOrderId: byId(
    (orderIds: readonly string[]) => prisma.orderInspection.findMany({ where: { orderId: { in: [...orderIds] }, status: 'OPEN' } }),
    (inspection) => inspection.orderId,
  ),
});
