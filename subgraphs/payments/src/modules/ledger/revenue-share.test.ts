import fc from 'fast-check';
import { includedTax, PART_NAMES, reverseShare, shareRevenue, type Shares } from './revenue-share';

const RATES = { platformBasisPoints: 400n, curatorBasisPoints: 100n };
const sum = (parts: Shares) => PART_NAMES.reduce((total, name) => total + parts[name], 0n);

const paid = fc
  .record({
    total: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    fee: fc.bigInt({ min: 0n, max: 1000n }),
    taxRate: fc.bigInt({ min: 0n, max: 2500n }),
    hasCurator: fc.boolean(),
  })
  .map(({ total, fee, taxRate, hasCurator }) => {
    const tax = includedTax(total, taxRate);
    const processing = (total - tax) * fee < (total - tax) * 1000n ? ((total - tax) * fee) / 1000n : total - tax;
    return { total, processing, tax, hasCurator };
  });
const rates = fc.record({
  platformBasisPoints: fc.bigInt({ min: 300n, max: 500n }),
  curatorBasisPoints: fc.bigInt({ min: 100n, max: 200n }),
});

describe('revenue share', () => {
  it('gives 4 % to the platform, 1 % to the curator, fees and tax as charged, the rest to the creator', () => {
    expect(shareRevenue({ total: 10_000n, processing: 320n, tax: 0n, hasCurator: true }, RATES)).toEqual({
      platform: 400n,
      curator: 100n,
      processing: 320n,
      tax: 0n,
      creator: 9_180n,
    });
    expect(shareRevenue({ total: 10_000n, processing: 320n, tax: 1_150n, hasCurator: false }, RATES)).toMatchObject({
      curator: 0n,
      creator: 8_130n,
    });
  });

  it('adds up to the total exactly, for every total, rate, fee and tax, and no part is negative', () => {
    fc.assert(
      fc.property(paid, rates, (order, somehow) => {
        const parts = shareRevenue(order, somehow);
        expect(sum(parts)).toBe(order.total);
        for (const name of PART_NAMES) expect(parts[name] >= 0n).toBe(true);
        expect([parts.processing, parts.tax]).toEqual([order.processing, order.tax]);
      }),
      { numRuns: 1000 },
    );
  });

  it('lets the curator, then the platform, give way when the fee eats a tiny total', () => {
    expect(shareRevenue({ total: 100n, processing: 97n, tax: 0n, hasCurator: true }, RATES)).toEqual({
      platform: 3n,
      curator: 0n,
      processing: 97n,
      tax: 0n,
      creator: 0n,
    });
    expect(() => shareRevenue({ total: 100n, processing: 90n, tax: 11n, hasCurator: false }, RATES)).toThrow(RangeError);
  });

  it('is taken back to zero exactly by any row of refunds that makes up the total, never a part below zero', () => {
    fc.assert(
      fc.property(paid, rates, fc.array(fc.bigInt({ min: 1n, max: 10n ** 11n }), { maxLength: 10 }), (order, somehow, amounts) => {
        let left = shareRevenue(order, somehow);
        for (const wanted of [...amounts, order.total]) {
          const amount = wanted < sum(left) ? wanted : sum(left);
          const taken = reverseShare(amount, left);
          expect(sum(taken)).toBe(amount);
          left = Object.fromEntries(PART_NAMES.map((name) => [name, left[name] - taken[name]])) as unknown as Shares;
          for (const name of PART_NAMES) expect(left[name] >= 0n).toBe(true);
        }
        expect(sum(left)).toBe(0n);
      }),
    );
  });

  it('finds the tax inside a price that includes it', () => {
    expect(includedTax(11_300n, 1_300n)).toBe(1_300n);
    expect(includedTax(999n, 0n)).toBe(0n);
    expect(includedTax(100n, 1_300n)).toBe(12n);
  });
});
