import { conflict } from '@marquee/platform';
import type { Step } from '../../context';
import type { OrderInspection } from '../../generated/prisma/client';
import { lockEvent } from '../event/event.store';
import { releaseHolds } from '../hold/hold.store';
import { completeOrder } from '../order/order-fulfilment.store';
import { lockOrder, moveOrder } from '../order/order.store';
import { returnWaiting, spendAll } from '../payment/payment-parts.store';
import { sellTo } from '../payment/payment-sale.store';
import { followPart } from '../payment/payment-split.store';

/*
 * How inspections are decided. Under the order's lock, as everything that ends the order's hold is: so each ends once. The money waits on the account
 * of part payments, and is spent, or promised back, from there.
 */

/** The inspection as it is, and stays until this transaction ends: its order is locked. */
export async function lockInspection(step: Step, { id, orderId }: Pick<OrderInspection, 'id' | 'orderId'>): Promise<OrderInspection> {
  await lockOrder(step, orderId);
  return step.tx.orderInspection.findUniqueOrThrow({ where: { id } });
}

/**
 * Gives the buyer what was paid for. `refundId`: that of who has resold it. Null where what was to be resold is not to be had any more: the money
 * goes back then.
 */
export async function releaseInspected(step: Step, { orderId }: OrderInspection): Promise<{ refundId: string | null } | null> {
  const { tx } = step;
  const order = await lockOrder(step, orderId);
  if (order.expiresAt <= step.kept.clock.now()) throw conflict('The time to decide is over: the money goes back.');
  if (order.openDisputes > 0) throw conflict('A payment of this order is disputed: it can only be refunded.');
  const event = await lockEvent(step, order.eventId);
  if (event?.status === 'CANCELLED') throw conflict('The event was called off: the money goes back.');
  // Not locked: whoever has locked a person waits for orders.
  const buyer = await tx.personCopy.findUnique({ where: { id: order.userId }, select: { active: true } });
  if (buyer?.active === false) throw conflict('The account of the buyer is not active: it can only be refunded.');
  const payments = await tx.payment.findMany({ where: { orderId, supersededAt: null }, orderBy: { position: 'asc' } });
  if (payments.some(({ disputedMinor }) => disputedMinor > 0n))
    throw conflict('A bank has called part of the money back: it can only be refunded.');
  const sale = await sellTo(step, order, event, 'HELD_PLACES');
  if (!sale) {
    await returnInspected(step, orderId);
    return null;
  }
  await completeOrder(step, order, await spendAll(step, payments));
  if (order.payBy !== null) await followPart(step, await lockOrder(step, orderId), payments[0]!);
  return sale;
}

/** Gives up what is held for it, and promises the money back; what is disputed goes back when the bank has decided. */
export async function returnInspected(step: Step, orderId: string): Promise<void> {
  const order = await lockOrder(step, orderId);
  await moveOrder(step, order, 'CANCELLED');
  await releaseHolds(step, [order]);
  await returnWaiting(step, orderId);
}

/** Keeps who has decided it and why; one whose money goes back has ended with that. */
export async function keepDecision(
  { tx, now }: Step,
  id: string,
  { isReleased, decidedBy, note }: { isReleased: boolean; decidedBy: string; note: string },
): Promise<void> {
  const released = { status: 'RELEASED' as const, endedAt: now, version: { increment: 1 }, updatedAt: now };
  await tx.orderInspection.update({ where: { id }, data: { ...(isReleased ? released : {}), decidedBy, note } });
}
