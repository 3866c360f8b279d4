import { asOpen, expectedSales, type Outcome } from '../../src/modules/sales-forecast/sales-forecast';
import type { ForecastParameters, OpenSales, PastSales } from '../../src/modules/sales-forecast/sales-forecast.types';
import { shapeOf, shareAt, soldBy } from '../../src/modules/sales-forecast/sales-shape';

/** Days before the start at which is forecast. */
export const LEADS = [60, 30, 14, 7, 3, 1] as const;
/** Events of which fewer were sold are no measure of anything. */
const FEWEST_TICKETS = 10;

export interface Case extends Outcome {
  lead: number;
  /** Sold when it was forecast. */
  sold: number;
}

/** Says how many more are sold; `pool` is what was over by then. */
export type Method = (own: OpenSales, pool: readonly PastSales[]) => { expected: number; low: number; high: number } | null;

/** Every event of the second half at every lead, forecast from those of the first. */
export function casesOf(events: readonly PastSales[], method: Method, leads: readonly number[] = LEADS): Case[] {
  const half = Math.floor(events.length / 2);
  const pool = events.slice(0, half).filter(isMeasure);
  return events
    .slice(half)
    .filter(isMeasure)
    .flatMap((event) =>
      leads.flatMap((lead) => {
        const own = lead < event.days - 1 ? asOpen(event, lead / event.days) : null;
        const sold = soldBy(event, lead);
        const more = own && sold > 0 ? method(own, pool) : null;
        if (!more) return [];
        return [{ lead, sold, expected: sold + more.expected, low: sold + more.low, high: sold + more.high, came: event.soldBy[0]! }];
      }),
    );
}

const isMeasure = (event: PastSales): boolean => event.soldBy[0]! >= FEWEST_TICKETS;

export const engine =
  (parameters: ForecastParameters): Method =>
  (own, pool) =>
    expectedSales(own, pool, parameters)?.more ?? null;

const point = (own: OpenSales, more: number) => {
  const expected = Math.max(0, Math.min(own.tiers[0]!.left, more));
  return { expected, low: expected, high: expected };
};
const soldOf = (own: OpenSales): number => own.tiers[0]!.soldOn.reduce((sum, tickets) => sum + tickets, 0);

/** What could be said without any of it. */
export const BASELINES: Readonly<Record<string, Method>> = {
  'as until now (linear)': (own) => point(own, (soldOf(own) / (own.days - own.daysLeft)) * own.daysLeft),
  'as in the last week': (own) => {
    const week = own.tiers[0]!.soldOn.slice(0, 7);
    return point(own, (week.reduce((sum, tickets) => sum + tickets, 0) / Math.max(1, week.length)) * own.daysLeft);
  },
  'one curve for all': (own, pool) => {
    const share = shareAt(pooled(pool), own.daysLeft / own.days);
    return point(own, share > 0 ? (soldOf(own) / share) * (1 - share) : 0);
  },
};

let last: { pool: readonly PastSales[]; shape: number[] } | null = null;
function pooled(pool: readonly PastSales[]): number[] {
  if (last?.pool.length !== pool.length || last.pool[0] !== pool[0])
    last = { pool, shape: shapeOf(pool.map((past) => ({ past, weight: 1 }))) };
  return last.shape;
}

export interface Figures {
  events: number;
  /** The mean of each event's difference, in hundredths of what it sold in all. */
  mape: number;
  /** All differences, in hundredths of what was sold in all. */
  wape: number;
  /** All differences, in hundredths of what was still to be sold. */
  wapeOfRest: number;
  within: number;
  /** How wide the range is, in hundredths of what was sold. */
  width: number;
}

export function figuresOf(cases: readonly Case[]): Figures {
  const sum = (of: (one: Case) => number) => cases.reduce((total, one) => total + of(one), 0);
  const off = sum(({ expected, came }) => Math.abs(expected - came));
  const inside = cases.filter(({ low, high, came }) => came >= Math.floor(low) && came <= Math.ceil(high)).length;
  return {
    events: cases.length,
    mape: (100 * sum(({ expected, came }) => Math.abs(expected - came) / came)) / cases.length,
    wape: (100 * off) / sum(({ came }) => came),
    wapeOfRest: (100 * off) / sum(({ came, sold }) => came - sold),
    within: (100 * inside) / cases.length,
    width: (100 * sum(({ low, high }) => high - low)) / sum(({ came }) => came),
  };
}
