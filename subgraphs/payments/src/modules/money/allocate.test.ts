import fc from 'fast-check';
import { allocate } from './allocate';

const sum = (parts: readonly bigint[]) => parts.reduce((total, part) => total + part, 0n);
const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 }).filter((some) => sum(some) > 0n);

describe('allocate', () => {
  it('gives the units left over to the largest fractions, the earlier part first', () => {
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(10n, [55n, 25n, 20n])).toEqual([6n, 2n, 2n]);
    expect(allocate(0n, [0n, 0n])).toEqual([0n, 0n]);
  });

  it('adds up to the amount exactly, with every part less than one unit from its quota', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, shares) => {
        const parts = allocate(amount, shares);
        expect(sum(parts)).toBe(amount);
        parts.forEach((part, index) => {
          const distance = part * sum(shares) - amount * shares[index]!;
          expect(distance < sum(shares) && distance > -sum(shares)).toBe(true);
        });
      }),
    );
  });

  it('takes from no part more than it has, so that what remains can be divided again', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (shares, fraction) => {
        const amount = (sum(shares) * BigInt(Math.floor(fraction * 1e6))) / 1_000_000n;
        allocate(amount, shares).forEach((part, index) => expect(part <= shares[index]!).toBe(true));
      }),
    );
  });

  it('refuses what cannot be divided', () => {
    expect(() => allocate(-1n, [1n])).toThrow(RangeError);
    expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError);
  });
});
