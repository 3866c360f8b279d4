import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Order, Ticket } from '../../generated/prisma/client';
import { money } from '../money/money';
import { holderTold } from './order-holder';
import type { OrderWithItems } from './order.types';

const buyerTold = (order: Order) => ({ userId: holderTold(order, order.userId), ...(order.userId === order.id ? { guest: true } : {}) });

/** `order` as it is now that it is paid. Of the tickets' codes only hashes leave this subgraph. */
export const orderPaid = (
  order: OrderWithItems,
  tickets: readonly Pick<Ticket, 'id' | 'tierId' | 'codeHash'>[],
  paidAt: Date,
): FactOf<Pick<Topics, 'order.paid'>> => ({
  topic: 'order.paid',
  key: order.id,
  payload: {
    orderId: order.id,
    version: order.version,
    ...buyerTold(order),
    eventId: order.eventId,
    total: money(order.totalMinor, order.currency),
    tickets: tickets.map(({ id, tierId, codeHash }) => ({
      ticketId: id,
      tierId,
      tierName: order.items.find((item) => item.tierId === tierId)!.tierName,
      codeHash,
    })),
    paidAt: paidAt.toISOString(),
  },
});

/** What was given back of an order at once. */
export interface Return {
  amount: bigint;
  status: 'REFUNDED' | 'PARTIALLY_REFUNDED';
  ticketIds: string[];
  remainingTicketIds: string[];
  /** Those who held what was taken back, where they did not give it back themselves. */
  takenFrom?: { userId: string; tickets: number }[];
}

/** `order` as it is after the return. */
export const orderRefunded = (
  order: Order,
  { amount, status, ticketIds, remainingTicketIds, takenFrom = [] }: Return,
  refundedAt: Date,
): FactOf<Pick<Topics, 'order.refunded'>> => ({
  topic: 'order.refunded',
  key: order.id,
  payload: {
    orderId: order.id,
    version: order.version,
    ...buyerTold(order),
    eventId: order.eventId,
    status,
    amount: money(amount, order.currency),
    refundedTicketIds: ticketIds,
    remainingTicketIds,
    takenFrom,
    refundedAt: refundedAt.toISOString(),
  },
});
