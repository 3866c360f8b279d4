import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Ticket } from '../../generated/prisma/client';
import { holderTold } from '../order/order-holder';
import type { OrderWithItems } from '../order/order.types';

/** `ticket` as it is now; `replaces` is the ticket whose place it took. Of the code only its hash leaves this subgraph. */
export const ticketChanged = (order: OrderWithItems, ticket: Ticket): FactOf<Pick<Topics, 'ticket.changed'>> => ({
  topic: 'ticket.changed',
  key: order.id,
  payload: {
    ticketId: ticket.id,
    version: ticket.version,
    orderId: order.id,
    eventId: ticket.eventId,
    userId: holderTold(order, ticket.holderId),
    tierName: order.items.find(({ tierId }) => tierId === ticket.tierId)!.tierName,
    codeHash: ticket.codeHash,
    attendeeName: ticket.attendeeName,
    paidAt: (order.paidAt ?? ticket.createdAt).toISOString(),
    replaces: ticket.replacesId,
    changedAt: ticket.updatedAt.toISOString(),
  },
});
