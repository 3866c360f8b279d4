import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const resaleLoaders = ({ db: { prisma } }: Kept) => ({
  resaleById: byId(
    (ids: readonly string[]) => prisma.resale.findMany({ where: { id: { in: [...ids] } } }),
    (resale) => resale.id,
  ),
  openResaleByTicketId: byId(
    (ticketIds: readonly string[]) =>
      prisma.resale.findMany({ where: { ticketId: { in: [...ticketIds] }, status: { in: ['LISTED', 'RESERVED'] } } }),
    (resale) => resale.ticketId,
  ),
});
