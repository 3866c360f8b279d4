import { conflict, invalidInput } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Order, Payment } from '../../generated/prisma/client';
import { lockEvent } from '../event/event.store';
import { isOpen } from '../order/order-status';
import { orderClosed } from '../order/order.refusals';
import { lockOrder } from '../order/order.store';
import { isReachable } from '../person/person.store';
import { closedReason } from '../sales/sales-closed';
import { salesClosed } from '../sales/sales.refusals';
import { dividePayment, otherPayments } from './payment-parts.store';
import { orderSplit } from '../order/order-split.facts';
import type { SplitOrder } from './payment-split.input';

/*
 * An order that is split among people. Their parts are payments like those of a divided one, each with a payer, and its hold lasts as long as they may
 * pay. When it ends is decided under the order's lock, by the hold: a part that comes in time finds it open, and one that comes later goes back.
 */

const LEAST_MS = 5 * 60_000;
const MOST_MS = 24 * 3_600_000;
/** How long the buyer may pay what others have not. */
const BUYER_MS = 3_600_000;

/** Divides an open order among people. Returns the payment that it was to be paid by until now. */
export async function divideOrder(step: Step, buyerId: string, input: SplitOrder): Promise<Payment> {
  const { tx, now } = step;
  const order = await lockOrder(step, input.orderId);
  if (!isOpen(order.status)) throw orderClosed(order.status);
  if (order.expiresAt <= now) throw orderClosed('EXPIRED');
  if (order.payBy !== null) throw conflict('This order is split already.');
  const event = await lockEvent(step, order.eventId);
  const closed = event && closedReason(event, now);
  if (!event || closed) throw salesClosed(closed ?? 'NOT_PUBLISHED');
  refuseTime(input.payBy, now, event.startsAt);
  await refusePeople(step, buyerId, input.parts);
  const payments = await tx.payment.findMany({ where: { orderId: order.id, supersededAt: null } });
  const [payment, other] = payments;
  if (!payment || other) throw conflict('This order is to be paid by several payments already.');
  await dividePayment(
    step,
    payment,
    input.parts.map(({ userId: payerId, amountMinor }) => ({ payerId, amountMinor })),
    'parts',
  );
  const buyerPays = input.whenMissing === 'BUYER_PAYS';
  const until = new Date(input.payBy.getTime() + (buyerPays ? BUYER_MS : 0));
  const expiresAt = until < event.startsAt ? until : event.startsAt;
  // The version was raised with the division.
  const split = await tx.order.update({ where: { id: order.id }, data: { payBy: input.payBy, buyerPays, expiresAt, updatedAt: now } });
  step.push(channels.order(order.id));
  for (const { userId, amountMinor } of input.parts)
    if (userId !== buyerId) await step.tell(orderSplit(split, { toUserId: userId, state: 'ASKED', amount: amountMinor }, now));
  return payment;
}

function refuseTime(payBy: Date, now: Date, startsAt: Date): void {
  const ahead = payBy.getTime() - now.getTime();
  if (ahead < LEAST_MS || ahead > MOST_MS) throw invalidInput('payBy', 'must be 5 minutes to 24 hours from now');
  if (payBy >= startsAt) throw invalidInput('payBy', 'must be before the event begins');
}

async function refusePeople(step: Step, buyerId: string, parts: SplitOrder['parts']): Promise<void> {
  if (parts.every(({ userId }) => userId === buyerId)) throw invalidInput('parts', 'must have one of somebody else');
  for (const [index, { userId }] of parts.entries())
    if (userId !== buyerId && !(await isReachable(step, buyerId, userId)))
      throw invalidInput(`parts.${index}.userId`, 'must be a person who can be asked');
}

/** Refuses to begin paying a part of a locked order when its time is over: that of others at `payBy`, that of the buyer with the hold. Nothing brings it back then. */
export function refuseLatePart(step: Step, order: Order, viewerId: string): void {
  if (order.payBy === null || !(isOpen(order.status) || order.status === 'EXPIRED')) return;
  const now = step.kept.clock.now();
  if (order.status === 'EXPIRED' || order.expiresAt <= now) throw orderClosed('EXPIRED');
  if (viewerId !== order.userId && order.payBy <= now) throw conflict('The time to pay this part is over: who ordered may pay it now.');
}

/** A payment of a locked order has moved on: those who follow a split order look again, and with the last part those who paid are told. */
export async function followPart(step: Step, order: Order, payment: Payment): Promise<void> {
  step.push(channels.order(order.id));
  if (order.status !== 'PAID') return;
  for (const { payerId, amountMinor: amount } of [payment, ...(await otherPayments(step, payment))])
    if (payerId !== null && payerId !== order.userId)
      await step.tell(orderSplit(order, { toUserId: payerId, state: 'COMPLETE', amount }, step.now));
}

/** Tells buyers, once, what they may pay of orders whose other payers have let the time pass. Returns how many. */
export async function tellMissing(step: Step): Promise<number> {
  const { tx, now } = step;
  const due = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM orders WHERE pay_by <= ${now} AND buyer_pays AND missing_told_at IS NULL AND status IN ('PENDING', 'AWAITING_PAYMENT')
    ORDER BY pay_by LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id } of due) {
    const order = await tx.order.update({ where: { id }, data: { missingToldAt: now } });
    const missing = await tx.payment.aggregate({
      where: { orderId: id, supersededAt: null, status: { not: 'SUCCEEDED' } },
      _sum: { amountMinor: true },
    });
    const amount = missing._sum.amountMinor ?? 0n;
    if (amount > 0n && order.expiresAt > now) await step.tell(orderSplit(order, { toUserId: order.userId, state: 'MISSING', amount }, now));
    step.push(channels.order(id));
  }
  return due.length;
}
