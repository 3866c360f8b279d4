import { allocate } from '../money/allocate';

/** What goes back of one payment. */
export interface PartOfRefund {
  paymentId: string;
  amount: bigint;
}

/** A payment, and what went back of it already: what its bank calls back too. */
export interface Refundable {
  id: string;
  amountMinor: bigint;
  refundedMinor: bigint;
  disputedMinor: bigint;
}

const leftOf = ({ amountMinor, refundedMinor, disputedMinor }: Refundable) => amountMinor - refundedMinor - disputedMinor;

/** Divides what goes back of an order over its payments, in proportion to what is left of each: no more than that, and nothing of nothing. */
export function divideRefund(amount: bigint, payments: readonly Refundable[]): PartOfRefund[] {
  const left = payments.map(leftOf);
  if (amount > left.reduce((sum, part) => sum + part, 0n)) throw new RangeError('more would go back than was paid');
  const parts = allocate(amount, left);
  return payments.map(({ id }, index) => ({ paymentId: id, amount: parts[index]! })).filter((part) => part.amount > 0n);
}

/** What of an amount is there to go back. `besides`: what of the payments is for something else. */
export function atMost(amount: bigint, payments: readonly Refundable[], besides = 0n): bigint {
  const all = payments.reduce((sum, payment) => sum + leftOf(payment), 0n) - besides;
  const left = all > 0n ? all : 0n;
  return amount < left ? amount : left;
}
