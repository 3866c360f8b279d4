import type {
  ExpectedSales,
  ForecastParameters,
  MeasuredError,
  OpenSales,
  PastSales,
  Range,
  SellOutDays,
  TierSales,
} from './sales-forecast.types';
import { comparablesOf, shapeOf, shareAt, soldBy, type Comparable } from './sales-shape';

/** Below so many past events nothing is said: a range could not be told from luck. */
export const FEWEST_COMPARABLES = 5;
const MOST_COMPARABLES = 60;
/** What others sell is used of so many of them at least, so that nobody can read a competitor's sales off a forecast. */
const FEWEST_OTHERS = 3;
/** Eight of ten lie within so many spreads of a normal distribution. */
const EIGHT_OF_TEN = 1.2816;

/**
 * What of an event is still to be sold. Its curve has the shape that past events have (`shapeOf`); how high it is follows from what it has sold
 * itself and, for so much as it has not yet shown, from which part of their places others sold: (prior · expected + what was sold) ÷ (prior + share
 * passed), where what was sold counts half after each half-life. The range follows from how far the same would have been off with each of the
 * others at the same moment. Null where too few events are comparable.
 */
export function expectedSales(own: OpenSales, pool: readonly PastSales[], parameters: ForecastParameters): ExpectedSales | null {
  const places = sum(own.tiers.map((tier) => tier.places));
  const comparables = comparablesOf({ ...own, places }, pool, parameters, MOST_COMPARABLES);
  if (comparables.length < FEWEST_COMPARABLES) return null;
  const shape = shapeOf(comparables);
  const fill = fillOf(comparables);
  const demand = level(own, shape, { prior: fill * places, share: parameters.priorShare, soldOn: daily(own.tiers) }, parameters);
  const tiers = own.tiers.map((tier) => {
    const prior = demand * (tier.places / Math.max(1, places));
    const all = level(own, shape, { prior, share: parameters.tierPriorShare, soldOn: tier.soldOn }, parameters);
    return { tier, all, uncapped: all * openShare(own, shape, tier) };
  });
  // What is wanted of tiers comes to what is wanted of the event; what ends it, a place or a date, ends it for each of them.
  const scale = demand / sum(tiers.map(({ all }) => all));
  const spread = spreadAt(own, comparables, { shape, fill }, parameters);
  const lines = tiers.map(({ tier, all, uncapped }) => {
    const range = rangeOf(uncapped * scale, spread, tier.left);
    const ends = (by: number) => sellsOut(own, shape, tier, all * scale * by);
    const wide = factor(uncapped * scale, spread);
    return { id: tier.id, more: range, sellOut: { expected: ends(1), earliest: ends(wide), latest: ends(1 / wide) } };
  });
  const of = (bound: keyof Range) => Math.min(own.left ?? Infinity, sum(lines.map(({ more }) => more[bound])));
  // Tiers do not fail together: the event's own range is narrower than the sum of theirs.
  const expected = of('expected');
  const total = rangeOf(expected, spread, Math.min(own.left ?? Infinity, sum(tiers.map(({ tier }) => (tier.window ? tier.left : 0)))));
  return { more: total, sellOut: lastOf(lines.map((line) => line.sellOut)), tiers: lines, comparables: comparables.length };
}

/** What may be learned from: a seller's own events, and those of others where they are enough to tell nothing of one. */
export function poolFor(sellerId: string, pool: readonly PastSales[]): PastSales[] {
  const others = new Set(pool.map((past) => past.sellerId).filter((id) => id !== sellerId));
  return others.size >= FEWEST_OTHERS ? [...pool] : pool.filter((past) => past.sellerId === sellerId);
}

/** The events that a forecast is taken from, which it is measured on. */
export function nearestOf(own: OpenSales, pool: readonly PastSales[], parameters: ForecastParameters): PastSales[] {
  const places = sum(own.tiers.map((tier) => tier.places));
  return comparablesOf({ ...own, places }, pool, parameters, MOST_COMPARABLES).map(({ past }) => past);
}

/** Each past event as it stood at the same part of its time, forecast from the others: how far that was off. Null where there are too few. */
export function measured(pool: readonly PastSales[], part: number, parameters: ForecastParameters): MeasuredError | null {
  const outcomes = pool.flatMap((past) => {
    const open = asOpen(past, part);
    const others = pool.filter((other) => other !== past);
    const forecast = open && expectedSales(open, others, parameters);
    if (!forecast) return [];
    const { expected, low, high } = forecast.more;
    const sold = soldBy(past, part * past.days);
    return [{ expected: sold + expected, low: sold + low, high: sold + high, came: past.soldBy[0]! }];
  });
  return errorOf(outcomes, 'PAST_EVENTS');
}

export interface Outcome extends Range {
  came: number;
}

export function errorOf(outcomes: readonly Outcome[], basis: MeasuredError['basis']): MeasuredError | null {
  if (outcomes.length < FEWEST_COMPARABLES) return null;
  const off = sum(outcomes.map(({ expected, came }) => Math.abs(expected - came)));
  const inside = outcomes.filter(({ low, high, came }) => came >= Math.floor(low) && came <= Math.ceil(high)).length;
  const percent = (100 * off) / Math.max(1, sum(outcomes.map(({ came }) => came)));
  return { basis, events: outcomes.length, percent: round(percent), within: round((100 * inside) / outcomes.length) };
}

/** A past event as it stood when so much of its time was left; null when it was not on sale, or had no places any more. */
export function asOpen(past: PastSales, part: number): OpenSales | null {
  const daysLeft = part * past.days;
  const sold = soldBy(past, daysLeft);
  if (past.soldOutAt !== null && past.soldOutAt >= daysLeft) return null;
  const soldOn = Array.from(
    { length: Math.ceil(past.days - daysLeft) },
    (_, day) => soldBy(past, daysLeft + day) - soldBy(past, daysLeft + day + 1),
  );
  const tier = { id: '', places: past.places, left: Math.max(0, past.places - sold), soldOn, window: { from: daysLeft, until: 0 } };
  return { sellerId: past.sellerId, category: past.category, days: past.days, daysLeft, tiers: [tier], left: null };
}

/** Which part of its places an event sells; one that was sold out sold all it had, and would have sold more. */
function fillOf(comparables: readonly Comparable[]): number {
  const sold = sum(comparables.map(({ past, weight }) => (weight * (past.soldBy[0] ?? 0)) / Math.max(1, past.places)));
  return sold / sum(comparables.map(({ weight }) => weight));
}

/** How much would be sold in all, were there places enough. */
function level(
  { days, daysLeft }: OpenSales,
  shape: readonly number[],
  { prior, share, soldOn }: { prior: number; share: number; soldOn: readonly number[] },
  { halfLife }: ForecastParameters,
): number {
  let [sold, passed] = [share * prior, share];
  soldOn.forEach((tickets, day) => {
    const weight = 2 ** (-day / days / halfLife);
    sold += weight * tickets;
    passed += weight * (shareAt(shape, (daysLeft + day) / days) - shareAt(shape, (daysLeft + day + 1) / days));
  });
  return sold / passed;
}

const whole = (own: OpenSales): Pick<TierSales, 'window'> => ({ window: { from: own.daysLeft, until: 0 } });

/** Which part of all is sold within the time in which a tier is still on sale. */
function openShare({ days }: OpenSales, shape: readonly number[], { window }: Pick<TierSales, 'window'>): number {
  return window ? Math.max(0, shareAt(shape, window.until / days) - shareAt(shape, window.from / days)) : 0;
}

/** How many days before the start a tier has no place left; null when it still has some at the end of its sale. */
function sellsOut({ days }: OpenSales, shape: readonly number[], { window, left }: TierSales, all: number): number | null {
  if (!window) return null;
  if (left <= 0) return window.from;
  const soldAt = (day: number) => all * (shareAt(shape, day / days) - shareAt(shape, window.from / days));
  if (soldAt(window.until) < left) return null;
  let [early, late] = [window.from, window.until];
  while (early - late > 1 / 24) {
    const middle = (early + late) / 2;
    if (soldAt(middle) >= left) late = middle;
    else early = middle;
  }
  return late;
}

/** The event has no place left when its last tier has none. */
function lastOf(ends: readonly SellOutDays[]): SellOutDays {
  const last = (bound: keyof SellOutDays) => {
    const days = ends.map((end) => end[bound]);
    return days.length === 0 || days.includes(null) ? null : Math.min(...(days as number[]));
  };
  return { expected: last('expected'), earliest: last('earliest'), latest: last('latest') };
}

/** The spread of what comes, as a part of what was expected (of logarithms): what it was with others at the same moment, and what is taken for granted. */
function spreadAt(
  own: OpenSales,
  comparables: readonly Comparable[],
  { shape, fill }: { shape: readonly number[]; fill: number },
  parameters: ForecastParameters,
): number {
  const { spread, spreadCount, priorShare } = parameters;
  const part = own.daysLeft / own.days;
  let [squares, count] = [spreadCount * spread ** 2, spreadCount];
  for (const { past, weight } of comparables) {
    const open = past.soldOutAt === null ? asOpen(past, part) : null;
    if (!open) continue;
    const terms = { prior: fill * past.places, share: priorShare, soldOn: daily(open.tiers) };
    const expected = level(open, shape, terms, parameters) * openShare(open, shape, whole(open));
    const came = past.soldBy[0]! - soldBy(past, open.daysLeft);
    squares += weight * Math.log((came + 1) / (expected + 1)) ** 2;
    count += weight;
  }
  return Math.sqrt(squares / count);
}

/** By what a number that was expected is multiplied, and divided, to have its range; small numbers are left to chance besides. */
const factor = (expected: number, spread: number): number => Math.exp(EIGHT_OF_TEN * Math.sqrt(spread ** 2 + 1 / (expected + 1)));

function rangeOf(expected: number, spread: number, most: number): Range {
  const by = factor(expected, spread);
  const capped = (value: number) => Math.min(most, value);
  return { expected: capped(expected), low: capped(expected / by), high: capped(Math.max(expected * by, expected + 1)) };
}

function daily(tiers: readonly TierSales[]): number[] {
  const length = Math.max(0, ...tiers.map(({ soldOn }) => soldOn.length));
  return Array.from({ length }, (_, day) => sum(tiers.map(({ soldOn }) => soldOn[day] ?? 0)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const round = (number: number): number => Math.round(number * 10) / 10;
