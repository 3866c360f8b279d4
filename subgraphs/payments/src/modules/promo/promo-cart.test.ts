import fc from 'fast-check';
import { priceCart, totalOf } from './promo-cart';
import { plainCode, priceOfPlace, type Discount } from './promo-price';

const percent = (basisPoints: bigint): Discount => ({ kind: 'PERCENT', basisPoints });
const fixed = (amountMinor: bigint): Discount => ({ kind: 'FIXED', amountMinor });

test.each([
  [1000n, [percent(2_000n)], 800n, [200n]],
  [999n, [percent(1_250n)], 874n, [125n]],
  [1000n, [fixed(300n)], 700n, [300n]],
  [200n, [fixed(300n)], 0n, [200n]],
  // A part of the price first, whatever the order in which they are given.
  [1000n, [fixed(300n), percent(5_000n)], 200n, [300n, 500n]],
  [1000n, [percent(1_000n), percent(5_000n)], 450n, [50n, 500n]],
  [1000n, [percent(10_000n), fixed(1n)], 0n, [1000n, 0n]],
  [1000n, [{ kind: 'ACCESS' as const }], 1000n, [0n]],
] as [bigint, Discount[], bigint, bigint[]][])('what codes take off a price, case %#', (list, discounts, price, off) => {
  expect(priceOfPlace(list, discounts)).toEqual({ price, off });
});

test('codes are read alike in any case, with blanks and hyphens', () => {
  expect(new Set(['SUMMER-26', ' summer 26', 'ｓｕｍｍｅｒ２６'].map(plainCode))).toEqual(new Set(['SUMMER26']));
});

const minor = fc.bigInt({ min: 0n, max: 100_000_000n });
const aCode = fc.record({
  id: fc.uuid(),
  tierIds: fc.subarray(['a', 'b', 'c']),
  discount: fc.oneof(
    fc.integer({ min: 1, max: 10_000 }).map((basisPoints) => ({ kind: 'PERCENT' as const, basisPoints, amountMinor: null })),
    fc.bigInt({ min: 1n, max: 100_000n }).map((amountMinor) => ({ kind: 'FIXED' as const, basisPoints: null, amountMinor })),
    fc.constant({ kind: 'ACCESS' as const, basisPoints: null, amountMinor: null }),
  ),
});
const aCart = fc.record({
  tiers: fc
    .tuple(minor, minor, minor)
    .map((prices) => prices.map((priceMinor, index) => ({ id: 'abc'[index]!, priceMinor, buyerSetsPrice: index === 2 }))),
  quantities: fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 })),
  chosen: minor,
  codes: fc.array(aCode, { maxLength: 3 }),
});

test('any cart adds up: list prices less what the codes took off are what is paid, place by place, and no price is below zero', () => {
  fc.assert(
    fc.property(aCart, ({ tiers, quantities, chosen, codes }) => {
      const items = tiers.map(({ id, buyerSetsPrice }, index) => ({
        tierId: id,
        quantity: quantities[index]!,
        price: buyerSetsPrice ? chosen : null,
      }));
      const { lines, uses } = priceCart(
        items,
        tiers,
        codes.map(({ id, tierIds, discount }) => ({ id, tierIds, ...discount })),
      );
      const list = lines.reduce((sum, { listPrice, quantity }) => sum + listPrice * BigInt(quantity), 0n);
      const off = uses.reduce((sum, { discount }) => sum + discount, 0n);
      expect(list - off).toBe(totalOf(lines));
      expect(lines.every(({ unitPrice, listPrice }) => unitPrice >= 0n && unitPrice <= listPrice)).toBe(true);
      expect(lines[2]!.unitPrice).toBe(chosen);
      expect(uses.every(({ places }) => places <= quantities[0] + quantities[1] + quantities[2])).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});
