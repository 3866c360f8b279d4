import fc from 'fast-check';
import { goesBack, IN_FULL, leftOf, stepsOf } from './refund-terms';

const ticket = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 9n }))
  .map(([price, back, besides]) => {
    const refundedMinor = back < price ? back : price;
    return { unitPriceMinor: price, refundedMinor, besidesMinor: besides < refundedMinor ? besides : refundedMinor };
  });
const terms = fc.record({
  basisPoints: fc.integer({ min: 0, max: 10_000 }),
  feeMinor: fc.bigInt({ min: 0n, max: 10n ** 6n }),
  mostMinor: fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n })),
});

describe('what goes back of a ticket', () => {
  it('is a part of its price, less the fee, and at most what is left of it', () => {
    const half = { basisPoints: 5_000, feeMinor: 0n, mostMinor: null };
    const untouched = { refundedMinor: 0n, besidesMinor: 0n };
    expect(goesBack({ unitPriceMinor: 2_501n, ...untouched }, half)).toBe(1_251n);
    expect(goesBack({ unitPriceMinor: 2_500n, ...untouched }, { ...half, feeMinor: 300n })).toBe(950n);
    expect(goesBack({ unitPriceMinor: 2_500n, ...untouched }, { ...half, feeMinor: 1_300n })).toBe(0n);
    // What was given before counts, unless it was given besides.
    expect(goesBack({ unitPriceMinor: 2_500n, refundedMinor: 1_000n, besidesMinor: 0n }, half)).toBe(250n);
    expect(goesBack({ unitPriceMinor: 2_500n, refundedMinor: 2_000n, besidesMinor: 0n }, half)).toBe(0n);
    expect(goesBack({ unitPriceMinor: 2_500n, refundedMinor: 1_000n, besidesMinor: 1_000n }, half)).toBe(1_250n);
    expect(goesBack({ unitPriceMinor: 2_500n, refundedMinor: 2_000n, besidesMinor: 2_000n }, half)).toBe(500n);
    expect(goesBack({ unitPriceMinor: 2_500n, ...untouched }, { ...IN_FULL, mostMinor: 1_000n })).toBe(1_000n);
  });

  it('is never below nothing nor above what is left, whatever the price and the terms, and in full it is what is left', () => {
    fc.assert(
      fc.property(ticket, terms, (one, by) => {
        const amount = goesBack(one, by);
        expect(amount >= 0n && amount <= leftOf(one)).toBe(true);
        expect(goesBack(one, IN_FULL)).toBe(leftOf(one));
      }),
      { numRuns: 1000 },
    );
  });

  it('comes with what was given before to no more than the terms give, unless the organiser gave it besides', () => {
    fc.assert(
      fc.property(ticket, terms, (one, by) => {
        const counted = { ...one, besidesMinor: 0n };
        const fresh = goesBack({ ...one, refundedMinor: 0n, besidesMinor: 0n }, { ...by, mostMinor: null });
        const back = goesBack(counted, by);
        expect(back === 0n || one.refundedMinor + back <= fresh).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is all of it where a policy names no steps, and nothing where it says never', () => {
    expect(stepsOf({ hoursBefore: 24, steps: [] })).toEqual([{ hoursBefore: 24, basisPoints: 10_000 }]);
    expect(stepsOf({ hoursBefore: null, steps: [] })).toEqual([]);
    const steps = [{ hoursBefore: 48, basisPoints: 5_000 }];
    expect(stepsOf({ hoursBefore: 48, steps })).toBe(steps);
  });
});
