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

/** What is to be paid by whom; left out: by who was to pay the whole. */
export type NewPart = Pick<Payment, 'amountMinor'> & Partial<Pick<Payment, 'payerId'>>;

/** Divides a payment that nobody is paying right now into parts, which are to be paid in its place. `field`: where the parts were asked for. */
export async function dividePayment(
  step: Step,
  { id, orderId }: Pick<Payment, 'id' | 'orderId'>,
  parts: readonly NewPart[],
  field = 'amountsMinor',
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
  const count = payments.filter(({ supersededAt }) => supersededAt === null).length;
  refuseAmounts(payment, parts, { count, field });
  await tx.payment.update({ where: { id }, data: { supersededAt: now, version: { increment: 1 }, updatedAt: now } });
  const { currency, processor } = payment;
  await tx.payment.createMany({
    data: parts.map(({ amountMinor, payerId = payment.payerId }, index) => ({
      ...{ id: randomUUID(), orderId, position: payments.at(-1)!.position + 1 + index, status: 'REQUIRES_METHOD' as const },
      ...{ amountMinor, payerId, currency, processor, createdAt: now, updatedAt: now },
    })),
  });
  await tx.order.update({ where: { id: orderId }, data: { version: { increment: 1 }, updatedAt: now } });
}

function refuseAmounts(
  { amountMinor, currency }: Payment,
  parts: readonly NewPart[],
  { count, field }: { count: number; field: string },
): void {
  const sum = parts.reduce((total, part) => total + part.amountMinor, 0n);
  if (sum !== amountMinor) throw invalidInput(field, `must add up to ${amountMinor}`);
  const least = minimumCharge(currency, currencyDigits(currency));
  if (parts.some((part) => part.amountMinor < least)) throw invalidInput(field, `must each be at least ${least}`);
  if (count - 1 + parts.length > MOST_PARTS) throw invalidInput(field, `must leave at most ${MOST_PARTS} payments of the order`);
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

/** Spends payments of an order all of which have waited. */
export async function spendAll({ tx }: Step, payments: readonly Payment[]): Promise<Paid> {
  await tx.payment.updateMany({ where: { id: { in: payments.map(({ id }) => id) } }, data: { waitingSince: null } });
  return {
    paymentId: null,
    feeMinor: payments.reduce((sum, { feeMinor }) => sum + (feeMinor ?? 0n), 0n),
    waitedMinor: payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
  };
}

/**
 * Promises back what waits for payments of an order that has ended without them, or for somebody to look at it. One whose hold has ended may be
 * paid again until then.
 */
export async function returnWaiting(step: Step, orderId: string): Promise<void> {
  const order = await lockOrder(step, orderId);
  if (isOpen(order.status) || order.openDisputes > 0) return;
  const waiting = await step.tx.payment.findMany({ where: { orderId, waitingSince: { not: null } }, orderBy: { position: 'asc' } });
  if (waiting.length === 0) return;
  const wasInspected = (await step.tx.orderInspection.count({ where: { orderId } })) > 0;
  const reason = wasInspected ? 'The payment was not accepted.' : 'The order was not paid in full.';
  for (const payment of waiting) await promiseWaiting(step, await lockOrder(step, orderId), payment, reason);
}

/** Keeps that a payment which was divided is not charged any more, or is looked at again while the processor is at it. */
export async function keepClosed({ tx, now }: Step, id: string, isUnderWay: boolean): Promise<void> {
  await tx.payment.update({ where: { id }, data: { nextCheckAt: isUnderWay ? new Date(now.getTime() + CLOSING_MS) : null } });
}

const CLOSING_MS = 60_000;
