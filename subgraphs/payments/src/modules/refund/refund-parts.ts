import { allocate } from '../money/allocate';

/** What goes back of one payment. */
export interface PartOfRefund {
  paymentId: string;
  amount: bigint;
}

/** Divides what goes back of an order over its payments, in proportion to what is left of each: no more than that, and nothing of nothing. */
export function divideRefund(
  amount: bigint,
  payments: readonly { id: string; amountMinor: bigint; refundedMinor: bigint }[],
): PartOfRefund[] {
  const left = payments.map(({ amountMinor, refundedMinor }) => amountMinor - refundedMinor);
  if (amount > left.reduce((sum, part) => sum + part, 0n)) throw new RangeError('more would go back than was paid');
  const parts = allocate(amount, left);
  return payments.map(({ id }, index) => ({ paymentId: id, amount: parts[index]! })).filter((part) => part.amount > 0n);
}
