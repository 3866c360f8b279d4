import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Order, Payment, Refund } from '../../generated/prisma/client';
import { depositedIn } from '../deposit/deposit.store';
import { atMost, divideRefund, type PartOfRefund } from './refund-parts';

/** Of which order something goes back. */
type DividedOrder = Pick<Order, 'id' | 'depositMinor'>;

/** What goes back of the price of a locked order, by payment: in proportion to what is left of each. What a bank has called back for good is not there. */
export async function divideOver(step: Step, order: DividedOrder, wanted: bigint): Promise<PartOfRefund[]> {
  if (wanted === 0n) return [];
  const payments = await refundablePayments(step, order.id);
  const called = payments.some(({ disputedMinor }) => disputedMinor > 0n);
  return divideRefund(called ? atMost(wanted, payments, await depositedIn(step, order)) : wanted, payments);
}

/** The same of deposits, which are there as long as they are held. */
export async function divideDeposits(step: Step, orderId: string, wanted: bigint): Promise<PartOfRefund[]> {
  return wanted === 0n ? [] : divideRefund(wanted, await refundablePayments(step, orderId));
}

const refundablePayments = ({ tx }: Step, orderId: string): Promise<Payment[]> =>
  tx.payment.findMany({ where: { orderId, supersededAt: null, status: 'SUCCEEDED' }, orderBy: { position: 'asc' } });

/** What can go back of the price of a locked order beyond all that went back: of its payments. */
export async function leftOfPayments(step: Step, order: DividedOrder): Promise<bigint> {
  const [row] = await step.tx.$queryRaw<{ left: bigint }[]>`
    SELECT COALESCE(SUM(amount_minor - refunded_minor - disputed_minor), 0)::bigint AS left FROM payments
    WHERE order_id = ${order.id}::uuid AND superseded_at IS NULL AND status = 'SUCCEEDED'`;
  return row!.left - (await depositedIn(step, order));
}

/** A part of what goes back, and why. */
export interface NewRefund extends PartOfRefund {
  reason: string;
  /** The organiser gives it, and takes no ticket for it. */
  goodwill?: boolean;
  isDeposit?: boolean;
}

/** Writes down that money of a locked order is promised back. What it takes from whom is posted by who calls. */
export async function recordRefund(step: Step, order: Order, part: NewRefund): Promise<Refund> {
  const { tx, now } = step;
  const { paymentId, amount: amountMinor, reason, goodwill = false, isDeposit = false } = part;
  await raiseRefunded(step, part);
  const of = { orderId: order.id, paymentId, currency: order.currency };
  return tx.refund.create({
    data: {
      id: randomUUID(),
      ...of,
      status: 'PROMISED',
      amountMinor,
      reason,
      goodwill,
      isDeposit,
      ...due(step, order),
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** The CHECK on the payment refuses a refund beyond its amount, also after a fault of ours. */
export const raiseRefunded = ({ tx, now }: Step, { paymentId, amount }: PartOfRefund): Promise<Payment> =>
  tx.payment.update({
    where: { id: paymentId },
    data: { refundedMinor: { increment: amount }, waitingSince: null, version: { increment: 1 }, updatedAt: now },
  });

/** From now on the processor is asked for it; what the seller holds, the seller gives back, and says so (`keepHandedBack`). */
export const due = ({ now }: Step, { soldBy }: Pick<Order, 'soldBy'>) =>
  soldBy === null ? { dueSince: now, nextAttemptAt: now } : { dueSince: now, bySeller: true };

export const sumOf = (parts: readonly PartOfRefund[]): bigint => parts.reduce((sum, { amount }) => sum + amount, 0n);
