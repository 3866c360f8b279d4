import { hidesEvent, independent, type Counted } from './flag-rings';

const own = (weight: number): Counted => ({ weight, ties: null });
const hides = (weights: readonly number[], rule: { threshold: number; people: number }) => hidesEvent(weights.map(own), rule);
const tied = (...ties: string[]): Counted => ({ weight: 1, ties });
const crowd = (count: number, ties: (n: number) => string[]): Counted[] =>
  Array.from({ length: count }, (_, n) => ({ weight: 1, ties: ties(n) }));
const rule = { threshold: 3, people: 3 };

describe('hiding by flags', () => {
  it('needs the weight and three people who count', () => {
    expect(hides([1, 1, 1], rule)).toBe(true);
    expect(hides([2, 2], rule)).toBe(false);
    expect(hides([2, 2, -0.5], rule)).toBe(false);
    expect(hides([2, 2, 0.4], rule)).toBe(false);
    expect(hides([2, 2, 0.5], rule)).toBe(true);
    expect(hides([0.9, 0.9, 0.9], rule)).toBe(false);
    expect(hides([1, 1, 1, -0.5], rule)).toBe(false);
    expect(hides([1, 1, 1, 0, 0], { threshold: 5, people: 3 })).toBe(false);
  });

  it('is done by three people whose standing is their own', () => {
    expect(hidesEvent([tied('a'), tied('b', 'c'), tied('d')], rule)).toBe(true);
    expect(hidesEvent([tied('a'), tied('b'), tied('b', 'c')], rule)).toBe(false);
  });

  it('is not done by any number of accounts with nothing to stand on, with the same, or of two kinds', () => {
    expect(independent(crowd(1_000, () => []))).toEqual({ weight: 1, people: 0 });
    expect(independent(crowd(1_000, () => ['one event']))).toEqual({ weight: 1, people: 1 });
    for (const ring of [
      crowd(1_000, () => []),
      crowd(1_000, () => ['one event', 'another']),
      crowd(1_000, (n) => [n % 2 ? 'one event' : 'another']),
      crowd(1_000, (n) => (n % 2 ? ['one event'] : ['one event', `a flag of ${n}`])),
      [...crowd(999, () => []), tied('a friend'), tied('another friend')],
    ])
      expect(hidesEvent(ring, rule)).toBe(false);
  });

  it('is not hindered by a ring that says the same', () => {
    expect(hidesEvent([...crowd(1_000, () => ['one event']), tied('a'), tied('b')], rule)).toBe(true);
    expect(hidesEvent([...crowd(1_000, (n) => ['one event', `a flag of ${n}`]), tied('a'), tied('b')], rule)).toBe(true);
    expect(hidesEvent([tied('a'), tied('b'), tied('c'), ...crowd(50, () => [])], rule)).toBe(true);
  });

  it('counts a thousand different people in a moment', () => {
    const started = performance.now();
    expect(independent(crowd(1_000, (n) => [`a${n}`, `b${n}`])).people).toBeCloseTo(1_000, 6);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each([[[], { weight: 0, people: 0 }]] as const)('counts nothing of nobody', (flags, counted) =>
    expect(independent(flags)).toEqual(counted),
  );
});
