import { flagWeight, hidesEvent } from './flag-weight';

describe('the weight of a flag', () => {
  it('is 1 without a record, more for accuracy, and below zero for somebody who is always wrong', () => {
    expect(flagWeight({ upheld: 0, dismissed: 0 })).toBeCloseTo(1, 10);
    expect(flagWeight({ upheld: 20, dismissed: 0 })).toBeGreaterThan(1.8);
    expect(flagWeight({ upheld: 0, dismissed: 3 })).toBeCloseTo(0, 10);
    expect(flagWeight({ upheld: 0, dismissed: 10 })).toBeLessThan(-0.4);
    expect(flagWeight({ upheld: 0, dismissed: 1_000_000 })).toBeGreaterThan(-1);
  });
});

describe('hiding by flags', () => {
  const rule = { threshold: 3, people: 3 };

  it('needs the weight and three people', () => {
    expect(hidesEvent([1, 1, 1], rule)).toBe(true);
    expect(hidesEvent([2, 2], rule)).toBe(false);
    expect(hidesEvent([2, 2, -0.5], rule)).toBe(false);
    expect(hidesEvent([0.9, 0.9, 0.9], rule)).toBe(false);
    expect(hidesEvent([1, 1, 1, -0.5], rule)).toBe(false);
  });
});
