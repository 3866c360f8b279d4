import { randomUUID } from 'node:crypto';
import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventCopy, Ticket } from '../../generated/prisma/client';
import { issueCreditNote } from '../document/document.store';
import { doorDecides } from '../event/door-window';
import { lockResale } from '../hold/hold.store';
import { lockOrder } from '../order/order.store';
import type { OrderWithItems } from '../order/order.types';
import { promiseResold } from '../refund/refund.store';
import { sellHeldPlaces } from '../tier/tier-stock.store';

/** Puts a ticket of a locked order on the list, for what was paid for it. Returns the resale's id. */
export async function listTicket({ tx, now }: Step, ticket: Ticket, currency: string): Promise<string> {
  const { id: ticketId, orderId, eventId, tierId, holderId: sellerId, unitPriceMinor: priceMinor } = ticket;
  if (await tx.resale.count({ where: { ticketId, status: { in: ['LISTED', 'RESERVED'] } } }))
    throw conflict('This ticket is on the list already.');
  if (await tx.ticketTransfer.count({ where: { ticketId, status: 'OFFERED', expiresAt: { gt: now } } }))
    throw conflict('This ticket is offered to somebody: take that back first.');
  const id = randomUUID();
  const times = { createdAt: now, updatedAt: now };
  await tx.resale.create({ data: { id, ticketId, orderId, eventId, tierId, sellerId, priceMinor, currency, status: 'LISTED', ...times } });
  return id;
}

/** Does the bank of the buyer of a locked order call a payment of it back, or has it? There is nothing to give back for a ticket of it then. */
export const isCalledBack = async ({ tx }: Step, orderId: string): Promise<boolean> =>
  (await tx.payment.count({ where: { orderId, disputedMinor: { gt: 0 } } })) > 0;

/**
 * Sells the ticket that is kept for a locked order whose money is there: the seller's ticket goes back and its price with it, and its place
 * is the buyer's. Returns the seller's refund (none where the organiser gave all of the price back before); null when the ticket is not to be had
 * any more.
 */
export async function sellResale(step: Step, order: OrderWithItems, event: EventCopy | null): Promise<{ refundId: string | null } | null> {
  const { tx, now, kept } = step;
  const found = await lockResale(step, order.resaleId!);
  if (found?.resale.buyerOrderId !== order.id || found.ticket.status !== 'IN_RESALE' || found.ticket.usedAt) return null;
  const { DOOR_OPENS_HOURS: before, DOOR_CLOSES_HOURS: after } = kept.settings;
  if (!event || doorDecides(event, now, { before, after })) return null;
  if (await isCalledBack(step, found.resale.orderId)) return null;
  const resold = await lockOrder(step, found.resale.orderId);
  const refunds = await promiseResold(step, resold, found.ticket);
  await tx.resale.update({ where: { id: found.resale.id }, data: { status: 'SOLD', version: { increment: 1 }, updatedAt: now } });
  await sellHeldPlaces(step, order.items);
  const ids = refunds.map(({ id }) => id);
  await issueCreditNote(step, resold, ids, [found.ticket.tierId]);
  return { refundId: ids[0] ?? null };
}
