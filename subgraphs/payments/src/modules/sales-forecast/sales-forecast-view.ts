import type { MoneyRangeView, Range } from './sales-forecast.types';

export function ticketRange(expected: number | null, low: number | null, high: number | null): Range | null {
  if (expected === null || low === null || high === null) return null;
  return { expected: Math.round(expected), low: Math.floor(low), high: Math.ceil(high) };
}

export function moneyRange(expected: bigint | null, low: bigint | null, high: bigint | null, currency: string): MoneyRangeView | null {
  return expected === null || low === null || high === null ? null : { expected, low, high, currency };
}

type Moment = Date | string | null;

/** Null where places are left even when sales go well. */
export function sellOutOf(
  expected: Moment,
  earliest: Moment,
  latest: Moment,
): { expected: Date | null; earliest: Date; latest: Date | null } | null {
  const date = (moment: Moment) => (moment === null ? null : new Date(moment));
  const early = date(earliest);
  return early && { expected: date(expected), earliest: early, latest: date(latest) };
}
