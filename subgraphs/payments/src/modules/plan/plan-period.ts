import type { BillingInterval } from '../../generated/prisma/enums';

const MONTHS: Readonly<Record<BillingInterval, number>> = { MONTH: 1, YEAR: 12 };

/**
 * When a period that begins then ends: a month or a year later (UTC), on the same day, or the last of a month that is shorter. The day is kept apart, so
 * that what began on the 31st comes back to it after February.
 */
export function endOfPeriod(start: Date, interval: BillingInterval, anchorDay: number): Date {
  const end = new Date(start);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + MONTHS[interval]);
  const days = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(anchorDay, days));
  return end;
}

/** A period that is paid, and what it is worth by now: its price, less what went back of it. */
export interface RunningPeriod {
  worthMinor: bigint;
  periodStart: Date;
  periodEnd: Date;
}

/**
 * What is not used of a period: its worth in proportion to the milliseconds that are left, rounded down. All of it before the period begins, nothing after
 * its end; used and unused come to the worth exactly.
 */
export function unusedOf({ worthMinor, periodStart, periodEnd }: RunningPeriod, now: Date): bigint {
  const [start, end, at] = [periodStart, periodEnd, now].map((time) => BigInt(time.getTime())) as [bigint, bigint, bigint];
  const left = at <= start ? end - start : at >= end ? 0n : end - at;
  return (worthMinor * left) / (end - start);
}

/** At once, for the price less what is unused of the present period; or when that ends, and nothing is owed now. */
export type PlanChange = { at: 'NOW'; creditMinor: bigint; amountMinor: bigint } | { at: 'PERIOD_END' };

/**
 * A change takes effect at once where something is to be paid for it, at least what processors charge. Any other waits for the end of what is paid: so nobody
 * is owed money by a change.
 */
export function changeOf(running: RunningPeriod, priceMinor: bigint, leastMinor: bigint, now: Date): PlanChange {
  const creditMinor = unusedOf(running, now);
  const amountMinor = priceMinor - creditMinor;
  return amountMinor >= leastMinor ? { at: 'NOW', creditMinor, amountMinor } : { at: 'PERIOD_END' };
}

/** The part of a tax that goes back when so much of an amount does, of which so much went back before: all parts together come to the tax exactly. */
export const taxOfPart = (taxMinor: bigint, amountMinor: bigint, beforeMinor: bigint, partMinor: bigint): bigint =>
  (taxMinor * (beforeMinor + partMinor)) / amountMinor - (taxMinor * beforeMinor) / amountMinor;

const DAY = 86_400_000;

/** How long after the n-th refusal (1 is the first) a renewal is tried again; null: it is given up. `days`: after the first refusal. */
export function retryAfter(declines: number, days: readonly number[]): number | null {
  const next = days[declines - 1];
  return next === undefined ? null : (next - (days[declines - 2] ?? 0)) * DAY;
}
