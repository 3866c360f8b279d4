import { manyBy, type Caller } from '@marquee/platform';
import type { Kept } from '../../kept';

export const passLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  /** The viewer's own tickets that open a door. */
  ownTicketsByEventId: manyBy(
    async (ids: readonly string[]) =>
      viewer
        ? db.prisma.ticketCopy.findMany({
            where: { userId: viewer.id, eventId: { in: [...ids] }, paidAt: { not: null }, refundedAt: null, closedAt: null },
            orderBy: { id: 'asc' },
          })
        : [],
    (ticket) => ticket.eventId,
  ),
});
