import type { Step } from '../../context';
import type { OrderWithItems } from '../order/order.types';
import { giveCodesBack } from '../promo/promo.store';
import { endInspections } from '../risk/risk-inspection.store';
import { addUp } from '../tier/tier-stock';
import { holdSoldPlaces, releasePlaces, sellHeldPlaces } from '../tier/tier-stock.store';

/*
 * What an open order keeps: places of tiers, or, in a resale, the place of somebody else's ticket. That ticket is IN_RESALE meanwhile, and its
 * place counts as held instead of sold. The order of the ticket is locked behind the one that buys it: nobody who has locked a paid order waits
 * for an open one.
 */

type Held = Pick<OrderWithItems, 'id' | 'resaleId' | 'items'>;

/** Gives back what these locked orders keep, of codes too. A ticket that was in resale is its seller's again, unless it was taken back meanwhile. */
export async function releaseHolds(step: Step, orders: readonly Held[]): Promise<void> {
  const ids = orders.map(({ id }) => id);
  await endInspections(step, ids);
  await giveCodesBack(step, ids);
  const plain = orders.filter(({ resaleId }) => resaleId === null);
  const ofResales = orders.filter(({ resaleId }) => resaleId !== null);
  for (const order of ofResales) if (!(await returnToSeller(step, order))) plain.push(order);
  await releasePlaces(step, addUp(plain.flatMap(({ items }) => items)));
}

/** Keeps a ticket that is offered for resale for an order. False when it is not to be had. */
export async function holdResale(step: Step, order: Held): Promise<boolean> {
  const { tx, now } = step;
  const found = await lockResale(step, order.resaleId!);
  if (found?.resale.status !== 'LISTED' || found.ticket.status !== 'VALID' || found.ticket.refundId !== null) return false;
  const changed = { version: { increment: 1 }, updatedAt: now };
  await tx.resale.update({ where: { id: found.resale.id }, data: { status: 'RESERVED', buyerOrderId: order.id, ...changed } });
  await tx.ticket.update({ where: { id: found.ticket.id }, data: { status: 'IN_RESALE', ...changed } });
  await holdSoldPlaces(step, order.items);
  return true;
}

/** A resale and its ticket, under the lock of the ticket's order. */
export async function lockResale({ tx }: Step, id: string) {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM orders WHERE id = (SELECT order_id FROM resales WHERE id = ${id}::uuid) FOR NO KEY UPDATE`;
  const found = await tx.resale.findUnique({ where: { id }, include: { ticket: true } });
  if (!found) return null;
  const { ticket, ...resale } = found;
  return { resale, ticket };
}

/** Takes tickets that go back to the organiser off the list; their order is locked. */
export async function endResalesOf({ tx, now }: Step, ticketIds: readonly string[]): Promise<void> {
  await tx.resale.updateMany({
    where: { ticketId: { in: [...ticketIds] }, status: { in: ['LISTED', 'RESERVED'] } },
    data: { status: 'WITHDRAWN', version: { increment: 1 }, updatedAt: now },
  });
}

async function returnToSeller(step: Step, order: Held): Promise<boolean> {
  const { tx, now } = step;
  const found = await lockResale(step, order.resaleId!);
  if (found?.resale.buyerOrderId !== order.id || found.ticket.status !== 'IN_RESALE') return false;
  const changed = { version: { increment: 1 }, updatedAt: now };
  await tx.resale.update({ where: { id: found.resale.id }, data: { status: 'LISTED', buyerOrderId: null, ...changed } });
  // The door may have told of it meanwhile.
  await tx.ticket.update({ where: { id: found.ticket.id }, data: { status: found.ticket.usedAt ? 'USED' : 'VALID', ...changed } });
  await sellHeldPlaces(step, order.items);
  return true;
}
