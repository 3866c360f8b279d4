import { freePlaces, isPreparing, leftOfGrant } from './sales';

describe('a grant of places', () => {
  it.each([
    [10, 4, 10],
    [3, 4, 4],
    [0, 0, 0],
    [null, 4, null],
  ])('of %s with %s taken leaves %s', (wanted, taken, left) => expect(leftOfGrant(wanted, taken)).toBe(left));

  it('has free places, or no limit', () => {
    expect(freePlaces({ granted: 10, taken: 4 })).toBe(6);
    expect(freePlaces({ granted: null, taken: 4 })).toBeNull();
  });

  it('is awaited until its first version', () => {
    expect([isPreparing(null), isPreparing({ grantVersion: 0 }), isPreparing({ grantVersion: 1 })]).toEqual([true, true, false]);
  });
});
