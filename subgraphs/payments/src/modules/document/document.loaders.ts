import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const documentLoaders = ({ db: { prisma } }: Kept) => ({
  documentById: byId(
    (ids: readonly string[]) => prisma.orderDocument.findMany({ where: { id: { in: [...ids] } } }),
    (document) => document.id,
  ),
  /** As they were issued. */
  documentsByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.orderDocument.findMany({
        where: { orderId: { in: [...orderIds] } },
        orderBy: [{ issuedAt: 'asc' }, { kind: 'asc' }, { sequence: 'asc' }],
      }),
    (document) => document.orderId!,
  ),
  linesByDocumentId: manyBy(
    (documentIds: readonly string[]) =>
      prisma.orderDocumentLine.findMany({ where: { documentId: { in: [...documentIds] } }, orderBy: { position: 'asc' } }),
    (line) => line.documentId,
  ),
});
