import fc from 'fast-check';
import { reverseShare, shareRevenue, totalOf } from '../ledger/revenue-share';
import { pricesOfPlaces, taxesOn, taxOn, withTax, type Tax } from './tax';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const tax = fc.record<Tax>({
  name: fc.constant('Tax'),
  basisPoints: fc.integer({ min: 0, max: 3_000 }),
  mode: fc.constantFrom('INCLUSIVE', 'EXCLUSIVE', 'EXEMPT', 'REVERSE_CHARGE'),
});
/** Prices as they are in currencies of 0, 2 and 3 digits: 1 yen to some thousand dinars in fils. */
const price = fc.oneof(
  fc.bigInt({ min: 0n, max: 30_000n }),
  fc.bigInt({ min: 0n, max: 999n }).map((units) => units * 100n),
  fc.bigInt({ min: 0n, max: 10n ** 8n }),
);
const cart = fc.array(fc.record({ unitPriceMinor: price, quantity: fc.integer({ min: 1, max: 10 }) }), { minLength: 1, maxLength: 10 });

describe('taxes', () => {
  it('are inside a price, on top of it, or none', () => {
    const at = (mode: Tax['mode']) => taxOn(10_000n, { name: 'HST', basisPoints: 1_300, mode });
    expect([at('INCLUSIVE'), at('EXCLUSIVE'), at('EXEMPT'), at('REVERSE_CHARGE')]).toEqual([1_150n, 1_300n, 0n, 0n]);
    expect(taxOn(5n, { name: 'VAT', basisPoints: 1_000, mode: 'EXCLUSIVE' })).toBe(1n);
  });

  it('of the lines add up to the tax on their sum, and lines, places and shares to what is paid, for every cart and in every currency', () => {
    fc.assert(
      fc.property(cart, tax, fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { maxLength: 5 }), (items, rule, refunds) => {
        const nets = items.map(({ unitPriceMinor, quantity }) => unitPriceMinor * BigInt(quantity));
        const taxes = taxesOn(nets, rule);
        const whole = taxOn(sum(nets), rule);
        expect(sum(taxes)).toBe(whole);
        const lines = items.map((item, index) => ({ ...item, taxMinor: taxes[index]!, taxMode: rule.mode }));
        const places = lines.map(pricesOfPlaces);
        const total = withTax(sum(nets), whole, rule.mode);
        expect(sum(places.flat())).toBe(total);
        for (const [index, prices] of places.entries()) {
          expect(sum(prices)).toBe(withTax(nets[index]!, taxes[index]!, rule.mode));
          // Places of one line differ by one unit at most.
          expect(prices.every((one) => one - prices.at(-1)! <= 1n && one >= 0n)).toBe(true);
        }
        let left = shareRevenue(
          { total, processing: 0n, tax: whole, hasCurator: true },
          { platformBasisPoints: 400n, curatorBasisPoints: 100n },
        );
        for (const wanted of [...refunds, total]) {
          const amount = wanted < totalOf(left) ? wanted : totalOf(left);
          const taken = reverseShare(amount, left);
          expect(totalOf(taken)).toBe(amount);
          left = {
            platform: left.platform - taken.platform,
            creator: left.creator - taken.creator,
            curator: left.curator - taken.curator,
            processing: left.processing - taken.processing,
            tax: left.tax - taken.tax,
          };
        }
        expect(totalOf(left)).toBe(0n);
      }),
      { numRuns: 2_000 },
    );
  });
});
