import { randomUUID } from 'node:crypto';
import { conflict, currencyDigits, invalidInput } from '@marquee/platform';
import type { Step } from '../../context';
import type { Payment } from '../../generated/prisma/client';
import { partPaymentLines } from '../ledger/ledger-entries';
import { postEntry } from '../ledger/ledger.store';
import { minimumCharge } from '../money/minimum-charge';
import type { Paid } from '../order/order-fulfilment.store';
import { isOpen } from '../order/order-status';
import { orderClosed } from '../order/order.refusals';
import { lockOrder } from '../order/order.store';
import { promiseWaiting } from '../refund/refund.store';

/*
 * Several payments of one order. Those that are not superseded come to its total (constraint trigger). What came waits (`waitingSince`, and on
 * the account PART_PAYMENTS) until the last has come: then all of it is spent at once, under the order's lock. When the order ends before, a
 * job promises it back.
 */

const MOST_PARTS = 10;

/** Divides a payment that nobody is paying right now into parts of these amounts, which are to be paid in its place. */
export async function dividePayment(
  step: Step,
  { id, orderId }: Pick<Payment, 'id' | 'orderId'>,
  amounts: readonly bigint[],
): Promise<void> {
  const { tx, now } = step;
  const order = await lockOrder(step, orderId);
  if (!isOpen(order.status)) throw orderClosed(order.status);
  if (order.expiresAt <= now) throw orderClosed('EXPIRED');
  const payments = await tx.payment.findMany({ where: { orderId }, orderBy: { position: 'asc' } });
  const payment = payments.find((one) => one.id === id)!;
  if (payment.supersededAt) throw conflict('This payment was divided before.');
  if (payment.status === 'SUCCEEDED') throw conflict('This payment has come.');
  const underWay = { paymentId: id, status: { in: ['STARTED' as const, 'REQUIRES_ACTION' as const, 'PROCESSING' as const] } };
  if (await tx.paymentAttempt.count({ where: underWay })) throw conflict('This payment is being made right now.');
  refuseAmounts(payment, amounts, payments.filter(({ supersededAt }) => supersededAt === null).length);
  await tx.payment.update({ where: { id }, data: { supersededAt: now, version: { increment: 1 }, updatedAt: now } });
  const { currency, processor } = payment;
  await tx.payment.createMany({
    data: amounts.map((amountMinor, index) => ({
      ...{ id: randomUUID(), orderId, position: payments.at(-1)!.position + 1 + index, status: 'REQUIRES_METHOD' as const },
      ...{ amountMinor, currency, processor, createdAt: now, updatedAt: now },
    })),
  });
  await tx.order.update({ where: { id: orderId }, data: { version: { increment: 1 }, updatedAt: now } });
}

function refuseAmounts({ amountMinor, currency }: Payment, amounts: readonly bigint[], count: number): void {
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  if (sum !== amountMinor) throw invalidInput('amountsMinor', `must add up to ${amountMinor}`);
  const least = minimumCharge(currency, currencyDigits(currency));
  if (amounts.some((amount) => amount < least)) throw invalidInput('amountsMinor', `must each be at least ${least}`);
  if (count - 1 + amounts.length > MOST_PARTS) throw invalidInput('amountsMinor', `must leave at most ${MOST_PARTS} payments of the order`);
}

/** The payments that are to be paid beside one of a locked order. */
export const otherPayments = ({ tx }: Step, { id, orderId }: Payment): Promise<Payment[]> =>
  tx.payment.findMany({ where: { orderId, supersededAt: null, id: { not: id } }, orderBy: { position: 'asc' } });

/** Lets money wait for the other payments of its locked order. */
export async function keepWaiting(step: Step, { id, orderId, currency, amountMinor }: Payment): Promise<null> {
  const { tx, now } = step;
  await tx.payment.update({ where: { id }, data: { waitingSince: now } });
  const lines = partPaymentLines(amountMinor);
  await postEntry(step, { kind: 'PART_PAYMENT', orderId, refundId: null, referenceId: id, currency, occurredAt: now, lines });
  return null;
}

/** Spends a payment with those that waited for it. */
export async function spendWaiting({ tx }: Step, payment: Payment, waiting: readonly Payment[]): Promise<Paid> {
  if (waiting.length > 0) await tx.payment.updateMany({ where: { id: { in: waiting.map(({ id }) => id) } }, data: { waitingSince: null } });
  return {
    paymentId: payment.id,
    feeMinor: [payment, ...waiting].reduce((sum, { feeMinor }) => sum + (feeMinor ?? 0n), 0n),
    waitedMinor: waiting.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
  };
}

/** Promises back what waits for payments of an order that has ended without them. One whose hold has ended may be paid again until then. */
export async function returnWaiting(step: Step, orderId: string): Promise<void> {
  const order = await lockOrder(step, orderId);
  if (isOpen(order.status) || order.openDisputes > 0) return;
  const waiting = await step.tx.payment.findMany({ where: { orderId, waitingSince: { not: null } }, orderBy: { position: 'asc' } });
  for (const payment of waiting) await promiseWaiting(step, await lockOrder(step, orderId), payment);
}

/** Keeps that a payment which was divided is not charged any more, or is looked at again while the processor is at it. */
export async function keepClosed({ tx, now }: Step, id: string, isUnderWay: boolean): Promise<void> {
  await tx.payment.update({ where: { id }, data: { nextCheckAt: isUnderWay ? new Date(now.getTime() + CLOSING_MS) : null } });
}

const CLOSING_MS = 60_000;
