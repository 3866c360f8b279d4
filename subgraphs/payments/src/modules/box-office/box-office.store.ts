import type { Step } from '../../context';
import type { Paid } from '../order/order-fulfilment.store';
import { lockOrder } from '../order/order.store';
import type { OrderWithItems } from '../order/order.types';
import { LEFT } from '../ticket/ticket-status';
import { ticketChanged } from '../ticket/ticket.facts';

/** By what an order of the box office is paid; null where it costs nothing. No processor has a fee. */
export async function paidAtBoxOffice({ tx }: Step, order: OrderWithItems): Promise<Paid | null> {
  if (order.totalMinor === 0n) return null;
  const { id: paymentId } = await tx.payment.findFirstOrThrow({ where: { orderId: order.id }, select: { id: true } });
  return { paymentId, feeMinor: 0n, waitedMinor: 0n };
}

/** Puts a guest's name on the tickets of an order that was paid just now; the door reads it. */
export async function nameTickets(step: Step, orderId: string, attendeeName: string): Promise<void> {
  const { tx, now } = step;
  await tx.ticket.updateMany({ where: { orderId }, data: { attendeeName, version: { increment: 1 }, updatedAt: now } });
  await tellTickets(step, orderId);
}

/** Tells the tickets of an order as they are now, in the order of their ids. */
async function tellTickets(step: Step, orderId: string): Promise<void> {
  const { tx } = step;
  const order = await tx.order.findUniqueOrThrow({ where: { id: orderId }, include: { items: true } });
  const tickets = await tx.ticket.findMany({ where: { orderId, holderId: orderId, status: { in: LEFT } }, orderBy: { id: 'asc' } });
  for (const ticket of tickets) await step.tell(ticketChanged(order, ticket));
}

/**
 * Guests without accounts whose places the version before kept in the name of a person who was erased: they have them in their own from now on, so
 * that the door goes on letting them in.
 */
export async function renameGuests(step: Step, erasedId: string): Promise<void> {
  const { tx, now } = step;
  const orders = await tx.order.findMany({ where: { inNameOf: erasedId }, select: { id: true }, orderBy: { id: 'asc' } });
  for (const { id } of orders) {
    await lockOrder(step, id);
    await tx.order.update({ where: { id }, data: { inNameOf: null, version: { increment: 1 }, updatedAt: now } });
    await tx.ticket.updateMany({ where: { orderId: id, holderId: id }, data: { version: { increment: 1 }, updatedAt: now } });
    await tellTickets(step, id);
  }
}
