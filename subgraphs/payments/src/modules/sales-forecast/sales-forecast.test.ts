import { forecastParameters } from './forecast-parameters';
import { asOpen, errorOf, expectedSales, measured, poolFor } from './sales-forecast';
import type { OpenSales, PastSales } from './sales-forecast.types';
import { comparablesOf, shapeOf, shareAt, STEPS } from './sales-shape';

const DAYS = 40;

/** An event of which so many are sold each day, for as long as there are places. */
function evenly(n: number, each: number, parts: Partial<PastSales> = {}): PastSales {
  const places = parts.places ?? 1_000;
  const soldBy = Array.from({ length: DAYS + 1 }, (_, left) => Math.min(places, each * (DAYS - left)));
  const soldOutAt = each * DAYS >= places ? DAYS - Math.ceil(places / each) : null;
  return { eventId: `event${n}`, sellerId: 'seller', category: 'music', days: DAYS, places, soldOutAt, soldBy, ...parts };
}

/** Its only tier, when so much of its time is left. */
const openOf = (past: PastSales, part = 0.5): OpenSales => asOpen(past, part)!;
const more = (own: OpenSales, pool: readonly PastSales[]) => expectedSales(own, pool, forecastParameters)!.more;
const pool = [8, 9, 10, 11, 12, 10].map((each, n) => evenly(n, each));

describe('forecasts of sales (P21)', () => {
  it('expect of an event what its own sales and the shape of past ones come to', () => {
    const shape = shapeOf(comparablesOf(evenly(9, 10), pool, forecastParameters, 60));
    expect([shape[0], shape[STEPS]]).toEqual([1, 0]);
    expect(shareAt(shape, 0.5)).toBeCloseTo(0.5, 2);
    const { expected, low, high } = more(openOf(evenly(9, 10)), pool);
    expect(expected).toBeCloseTo(200, -1);
    expect(low).toBeLessThan(expected);
    expect(high).toBeGreaterThan(expected);
    expect(more(openOf(evenly(9, 20)), pool).expected).toBeCloseTo(400, -2);
  });

  it('take what a sold-out event sold until then for its shape, and not for all that was wanted', () => {
    // Half of them ran out of places when half of their time was left: the others show how sales go on.
    const halves = pool.map((past, n) => (n % 2 ? evenly(n, 10, { places: 200 }) : past));
    expect(shareAt(shapeOf(halves.map((past) => ({ past, weight: 1 }))), 0.5)).toBeCloseTo(0.5, 2);
  });

  it('end with the places of a tier and of the event, and say when that is', () => {
    const own = openOf(evenly(9, 10, { places: 300 }));
    const { more: range, sellOut } = expectedSales(own, pool, forecastParameters)!;
    expect([range.expected, range.high]).toEqual([100, 100]);
    // 100 are left, and 10 are sold each day: 10 of the 20 days.
    expect(Math.abs(sellOut.expected! - 10)).toBeLessThan(1);
    expect(sellOut.earliest!).toBeGreaterThan(sellOut.expected!);
    expect(sellOut.latest ?? 0).toBeLessThan(sellOut.expected!);
    expect(more({ ...own, left: 30 }, pool).expected).toBe(30);
    expect(expectedSales(openOf(evenly(9, 10)), pool, forecastParameters)!.sellOut).toEqual({
      expected: null,
      earliest: null,
      latest: null,
    });
  });

  it('expect nothing of a tier that is off sale, and of one that closes early what is sold until then', () => {
    const own = openOf(evenly(9, 10));
    const [tier] = own.tiers;
    const of = (window: OpenSales['tiers'][number]['window']) => more({ ...own, tiers: [{ ...tier!, window }] }, pool).expected;
    expect(of(null)).toBe(0);
    expect(of({ from: 20, until: 10 })).toBeCloseTo(100, -1);
  });

  it('divide what is expected over tiers by what each has sold', () => {
    const own = openOf(evenly(9, 10));
    const [tier] = own.tiers;
    const some = (id: string, share: number) => ({
      ...tier!,
      id,
      places: 500,
      left: 400,
      soldOn: tier!.soldOn.map((sold) => sold * share),
    });
    const { tiers, more: all } = expectedSales({ ...own, tiers: [some('a', 0.8), some('b', 0.2)] }, pool, forecastParameters)!;
    const [a, b] = tiers.map((line) => line.more.expected) as [number, number];
    expect(a + b).toBeCloseTo(all.expected, 6);
    expect(a / b).toBeGreaterThan(2.5);
  });

  it('say nothing from fewer than five events, and use what others sold of at least three of them', () => {
    expect(expectedSales(openOf(evenly(9, 10)), pool.slice(0, 4), forecastParameters)).toBeNull();
    const by = (...sellers: string[]) => sellers.map((sellerId, n) => evenly(n, 10, { sellerId }));
    expect(poolFor('own', by('own', 'b', 'c', 'c'))).toHaveLength(1);
    expect(poolFor('own', by('own', 'b', 'c', 'd'))).toHaveLength(4);
  });

  it('have an error that is measured on the past, each event forecast from the others', () => {
    expect(measured(pool, 0.5, forecastParameters)).toMatchObject({ basis: 'PAST_EVENTS', events: 6, within: 100 });
    expect(measured(pool, 0.5, forecastParameters)!.percent).toBeLessThan(5);
    expect(measured(pool.slice(0, 4), 0.5, forecastParameters)).toBeNull();
    const outcome = { expected: 12, low: 8, high: 11, came: 10 };
    expect(
      errorOf(
        Array.from({ length: 5 }, () => outcome),
        'FORECASTS',
      ),
    ).toEqual({ basis: 'FORECASTS', events: 5, percent: 20, within: 100 });
  });

  it('are wider where past events differed more', () => {
    const wild = [2, 30, 5, 25, 10, 1].map((each, n) =>
      evenly(n, each, { soldBy: evenly(n, each).soldBy.map((sold, left) => (left < 10 ? sold * (1 + n) : sold)) }),
    );
    const width = (of: readonly PastSales[]) => {
      const { low, high } = more(openOf(evenly(9, 10)), of);
      return high / Math.max(1, low);
    };
    expect(width(wild)).toBeGreaterThan(width(pool));
  });
});
