/** Until so many hours before the start this part of the price goes back: 10000 is all of it. */
export interface RefundStep {
  hoursBefore: number;
  basisPoints: number;
}

/** What goes back of a ticket: a part of its price, less a fee, at most so much (null: no such limit). */
export interface RefundTerms {
  basisPoints: number;
  feeMinor: bigint;
  mostMinor: bigint | null;
}

const WHOLE = 10_000;

export const IN_FULL: RefundTerms = { basisPoints: WHOLE, feeMinor: 0n, mostMinor: null };

/** A ticket, and what of its price went back already; `besidesMinor`: what of that the organiser gave on purpose besides what goes back by the rule. */
export interface PricedTicket {
  unitPriceMinor: bigint;
  refundedMinor: bigint;
  besidesMinor: bigint;
}

export const leftOf = ({ unitPriceMinor, refundedMinor }: PricedTicket): bigint => unitPriceMinor - refundedMinor;

/**
 * What goes back of a ticket by these terms, rounded half up: never below nothing, and never more than is left of its price. What went back
 * before counts, so that together it is what the terms give, unless the organiser gave it besides.
 */
export function goesBack(ticket: PricedTicket, { basisPoints, feeMinor, mostMinor }: RefundTerms): bigint {
  const whole = (2n * ticket.unitPriceMinor * BigInt(basisPoints) + BigInt(WHOLE)) / BigInt(2 * WHOLE) - feeMinor;
  const part = whole - (ticket.refundedMinor - ticket.besidesMinor);
  return least([part > 0n ? part : 0n, leftOf(ticket), ...(mostMinor === null ? [] : [mostMinor])]);
}

/** The steps of a policy; one that names none gives all of the price until so many hours before the start, or (null) never. */
export function stepsOf({ hoursBefore, steps }: { hoursBefore: number | null; steps: unknown }): RefundStep[] {
  const named = steps as RefundStep[];
  if (named.length > 0) return named;
  return hoursBefore === null ? [] : [{ hoursBefore, basisPoints: WHOLE }];
}

const least = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => (a < b ? a : b));
