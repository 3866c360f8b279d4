import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const planLoaders = ({ db: { prisma } }: Kept) => ({
  billingAccountByUserId: byId(
    (userIds: readonly string[]) => prisma.billingAccount.findMany({ where: { userId: { in: [...userIds] } } }),
    (account) => account.userId,
  ),
  /** The one that goes on. */
  liveSubscriptionByUserId: byId(
    (userIds: readonly string[]) =>
      prisma.billingSubscription.findMany({ where: { userId: { in: [...userIds] }, status: { not: 'CANCELLED' } } }),
    (subscription) => subscription.userId,
  ),
  planInvoiceById: byId(
    (ids: readonly string[]) => prisma.planInvoice.findMany({ where: { id: { in: [...ids] } } }),
    (invoice) => invoice.id,
  ),
  /** As they were issued. */
  documentsByPlanInvoiceId: manyBy(
    (invoiceIds: readonly string[]) =>
      prisma.orderDocument.findMany({
        where: { planInvoiceId: { in: [...invoiceIds] } },
        orderBy: [{ issuedAt: 'asc' }, { kind: 'asc' }, { sequence: 'asc' }],
      }),
    (document) => document.planInvoiceId!,
  ),
});
