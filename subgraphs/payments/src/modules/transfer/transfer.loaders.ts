import { byId } from '@marquee/platform';
import type { Kept } from '../../kept';

export const transferLoaders = ({ db: { prisma } }: Kept) => ({
  transferById: byId(
    (ids: readonly string[]) => prisma.ticketTransfer.findMany({ where: { id: { in: [...ids] } } }),
    (transfer) => transfer.id,
  ),
  openTransferByTicketId: byId(
    (ticketIds: readonly string[]) => prisma.ticketTransfer.findMany({ where: { ticketId: { in: [...ticketIds] }, status: 'OFFERED' } }),
    (transfer) => transfer.ticketId,
  ),
});
