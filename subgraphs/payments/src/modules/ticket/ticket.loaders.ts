import { byId, manyBy } from '@marquee/platform';
import type { Kept } from '../../kept';

export const ticketLoaders = ({ db: { prisma } }: Kept) => ({
  ticketById: byId(
    (ids: readonly string[]) => prisma.ticket.findMany({ where: { id: { in: [...ids] } } }),
    (ticket) => ticket.id,
  ),
  /** Those that were given to somebody else are not among them: the ones that took their place are. */
  ticketsByOrderId: manyBy(
    (orderIds: readonly string[]) =>
      prisma.ticket.findMany({
        where: { orderId: { in: [...orderIds] }, status: { not: 'TRANSFERRED' } },
        orderBy: [{ tier: { position: 'asc' } }, { id: 'asc' }],
      }),
    (ticket) => ticket.orderId,
  ),
});
