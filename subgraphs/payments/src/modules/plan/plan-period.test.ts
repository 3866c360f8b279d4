import fc from 'fast-check';
import { changeOf, endOfPeriod, retryAfter, taxOfPart, unusedOf } from './plan-period';

const RUNS = 2_000;
const time = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) }).map((at) => new Date(at));
const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('periods', () => {
  it('end on the same day, or the last of a shorter month, and come back to their day', () => {
    const ends: string[] = [];
    let at = new Date('2024-01-31T10:00:00Z');
    for (let n = 0; n < 4; n++) ends.push((at = endOfPeriod(at, 'MONTH', 31)).toISOString().slice(0, 10));
    expect(ends).toEqual(['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']);
    expect(endOfPeriod(new Date('2024-02-29T10:00:00Z'), 'YEAR', 29).toISOString()).toBe('2025-02-28T10:00:00.000Z');
  });

  it('always end later than they begin, at the same time of the day', () => {
    fc.assert(
      fc.property(time, fc.constantFrom('MONTH' as const, 'YEAR' as const), fc.integer({ min: 1, max: 31 }), (start, interval, day) => {
        const end = endOfPeriod(start, interval, day);
        expect(end > start).toBe(true);
        expect(end.toISOString().slice(10)).toBe(start.toISOString().slice(10));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what is not used of a period (P12)', () => {
  it('is never more than it is worth, never grows, and is all of it before and nothing after', () => {
    fc.assert(
      fc.property(
        amount,
        time,
        fc.integer({ min: 1, max: 400 * 86_400_000 }),
        fc.nat(10_000),
        fc.nat(10_000),
        (worthMinor, periodStart, ms, a, b) => {
          const periodEnd = new Date(periodStart.getTime() + ms);
          const running = { worthMinor, periodStart, periodEnd };
          const at = (part: number) => unusedOf(running, new Date(periodStart.getTime() + (ms * part) / 10_000));
          const [earlier, later] = [at(Math.min(a, b)), at(Math.max(a, b))];
          expect(earlier <= worthMinor && later <= earlier && later >= 0n).toBe(true);
          expect([unusedOf(running, periodStart), unusedOf(running, periodEnd)]).toEqual([worthMinor, 0n]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('makes any row of changes come out to the minor unit: what is paid is what was used, and what is left', () => {
    fc.assert(
      fc.property(
        time,
        fc.array(fc.record({ price: fc.bigInt({ min: 50n, max: 10n ** 9n }), afterMs: fc.nat(40 * 86_400_000) }), { maxLength: 12 }),
        (start, wishes) => {
          let running = { worthMinor: 1_000n, periodStart: start, periodEnd: endOfPeriod(start, 'MONTH', start.getUTCDate()) };
          let [paid, used, now] = [1_000n, 0n, start];
          for (const { price, afterMs } of wishes) {
            now = new Date(Math.min(now.getTime() + afterMs, running.periodEnd.getTime()));
            const change = changeOf(running, price, 50n, now);
            if (change.at === 'PERIOD_END') continue;
            expect(change.amountMinor >= 50n && change.creditMinor + change.amountMinor === price).toBe(true);
            paid += change.amountMinor;
            used += running.worthMinor - change.creditMinor;
            running = { worthMinor: price, periodStart: now, periodEnd: endOfPeriod(now, 'MONTH', now.getUTCDate()) };
          }
          expect(paid).toBe(used + running.worthMinor);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

it('a tax goes back in parts that come to it exactly, whatever the parts', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 10 }), fc.nat(3_000), (parts, basisPoints) => {
      const total = parts.reduce((sum, part) => sum + part, 0n);
      const tax = (total * BigInt(basisPoints)) / 10_000n;
      let [before, back] = [0n, 0n];
      for (const part of parts) {
        const of = taxOfPart(tax, total, before, part);
        expect(of >= 0n && of <= part).toBe(true);
        [before, back] = [before + part, back + of];
      }
      expect(back).toBe(tax);
    }),
    { numRuns: RUNS },
  );
});

it('a refused renewal is tried again on its days, then given up', () => {
  expect([1, 2, 3, 4].map((declines) => retryAfter(declines, [1, 3, 7]))).toEqual([86_400_000, 2 * 86_400_000, 4 * 86_400_000, null]);
});
