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
 * Guests without accounts whose places were kept in the name of a person who was erased: those of an organisation's event are kept in that of one
 * of its other owners from now on, so that the door goes on letting them in. Events of the person alone are called off, and all of them is given back.
 */
export async function renameGuests(step: Step, erasedId: string, pseudonym: string): Promise<void> {
  const { tx, now } = step;
  const orders = await tx.$queryRaw<{ id: string; heirId: string | null }[]>`
    SELECT o.id, (SELECT m.user_id FROM organization_members m WHERE m.organization_id = e.organization_id AND m.role = 'OWNER'
      AND m.user_id <> ${erasedId}::uuid ORDER BY m.user_id LIMIT 1) AS "heirId"
    FROM orders o JOIN events e ON e.id = o.event_id WHERE o.in_name_of = ${erasedId}::uuid ORDER BY o.id`;
  for (const { id, heirId } of orders) {
    await lockOrder(step, id);
    await tx.order.update({ where: { id }, data: { inNameOf: heirId ?? pseudonym, version: { increment: 1 }, updatedAt: now } });
    if (heirId === null) continue;
    await tx.ticket.updateMany({ where: { orderId: id, holderId: id }, data: { version: { increment: 1 }, updatedAt: now } });
    await tellTickets(step, id);
  }
}
