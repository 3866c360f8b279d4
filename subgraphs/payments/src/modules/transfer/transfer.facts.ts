import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { TicketTransfer } from '../../generated/prisma/client';

export const transferChanged = (transfer: TicketTransfer): FactOf<Pick<Topics, 'ticket.transfer_changed'>> => ({
  topic: 'ticket.transfer_changed',
  key: transfer.id,
  payload: {
    transferId: transfer.id,
    version: transfer.version,
    ticketId: transfer.ticketId,
    eventId: transfer.eventId,
    fromUserId: transfer.fromId,
    toUserId: transfer.toId,
    status: transfer.status,
    expiresAt: transfer.expiresAt.toISOString(),
  },
});
