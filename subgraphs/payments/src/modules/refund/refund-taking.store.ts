import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Order, Ticket } from '../../generated/prisma/client';
import { endResalesOf } from '../hold/hold.store';
import { allocate } from '../money/allocate';
import { orderRefunded, type Return } from '../order/order.facts';
import { moveOrder } from '../order/order.store';
import { LEFT } from '../ticket/ticket-status';
import { addUp } from '../tier/tier-stock';
import { takeBackPlaces } from '../tier/tier-stock.store';
import { endOffersOf } from '../transfer/transfer.store';
import { settleDeposits } from './refund-deposit.store';
import { goesBack, leftOf, type RefundTerms } from './refund-terms';

/** What goes back for tickets. `told`: what buyers are told of, where that is another amount. */
export interface Returned {
  refundId: string | null;
  amount: bigint;
  told?: bigint;
  terms: RefundTerms;
  /** Who holds them gives them back, and knows. */
  own?: boolean;
}

/** Takes tickets of a locked order back, and frees their places. */
export async function takeTickets(step: Step, order: Order, tickets: readonly Ticket[], returned: Returned): Promise<void> {
  const ticketIds = tickets.map(({ id }) => id);
  await endOffersOf(step, { ticketId: { in: ticketIds } });
  await endResalesOf(step, ticketIds);
  await returnTickets(step, order, tickets, returned);
  // The place of one in resale is held for who is buying it, and given back with that order.
  const placed = tickets.filter(({ status }) => status !== 'IN_RESALE');
  await takeBackPlaces(step, addUp(placed.map(({ tierId }) => ({ tierId, quantity: 1 }))));
}

/** The same, and leaves the places as they are. */
export async function returnTickets(
  step: Step,
  order: Order,
  tickets: readonly Ticket[],
  { refundId, amount, told, terms, own = false }: Returned,
): Promise<void> {
  const { tx, now } = step;
  const ticketIds = tickets.map(({ id }) => id);
  await tx.ticket.updateMany({
    where: { id: { in: ticketIds } },
    data: { status: 'REFUNDED', refundId, version: { increment: 1 }, updatedAt: now },
  });
  await countReturned(
    step,
    tickets,
    tickets.map((ticket) => goesBack(ticket, terms)),
    amount,
  );
  const remaining = await tx.ticket.findMany({ where: { orderId: order.id, status: { in: LEFT } }, select: { id: true } });
  await returnOrder(step, order, {
    ...{ amount, told },
    status: remaining.length ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
    ticketIds,
    remainingTicketIds: remaining.map(({ id }) => id),
    takenFrom: own ? [] : holdersOf(tickets),
  });
  await settleDeposits(step, order);
}

/** People with accounts: a guest of the box office is nobody who could be told. */
function holdersOf(tickets: readonly Ticket[]): { userId: string; tickets: number }[] {
  const counts = new Map<string, number>();
  for (const { holderId, orderId } of tickets) if (holderId !== orderId) counts.set(holderId, (counts.get(holderId) ?? 0) + 1);
  return [...counts].map(([userId, count]) => ({ userId, tickets: count }));
}

/**
 * Says of tickets of a locked order that money goes back for which none of them is taken, in proportion to what is left of their prices.
 * `besides`: what goes back by the rule does not count it.
 */
export async function returnMoney(step: Step, order: Order, tickets: readonly Ticket[], amount: bigint, besides: boolean): Promise<void> {
  await countReturned(step, tickets, tickets.map(leftOf), amount, besides);
  const remaining = tickets.filter(({ status }) => LEFT.includes(status)).map(({ id }) => id);
  await returnOrder(step, order, {
    amount,
    status: remaining.length ? 'PARTIALLY_REFUNDED' : 'REFUNDED',
    ticketIds: [],
    remainingTicketIds: remaining,
  });
}

/** Brings a locked order on by what goes back of it, and tells of it. */
export async function returnOrder(step: Step, order: Order, { told, ...returned }: Return & { told?: bigint | undefined }): Promise<void> {
  await moveOrder(step, order, returned.status, { refundedMinor: { increment: returned.amount } });
  step.push(channels.sold(order.eventId));
  await step.tell(orderRefunded({ ...order, version: order.version + 1 }, { ...returned, amount: told ?? returned.amount }, step.now));
}

/** Divides what goes back over tickets: the CHECK on each refuses more than its price. */
async function countReturned(
  { tx }: Step,
  tickets: readonly Ticket[],
  weights: readonly bigint[],
  amount: bigint,
  besides = false,
): Promise<void> {
  if (amount === 0n) return;
  const parts = allocate(amount, weights);
  const rows = tickets.map(({ id }, index) => ({ id, amount: String(parts[index]!) }));
  await tx.$executeRaw`
    UPDATE tickets t SET refunded_minor = t.refunded_minor + r.amount, besides_minor = t.besides_minor + CASE WHEN ${besides} THEN r.amount ELSE 0 END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, amount bigint) WHERE t.id = r.id`;
}
