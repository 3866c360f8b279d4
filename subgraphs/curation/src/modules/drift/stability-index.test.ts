import { stability } from './stability-index';

const parts = (recent: number[], reference: number[]) => recent.map((count, at) => ({ recent: count, reference: reference[at]! }));

describe('the stability of a distribution', () => {
  it('is 0 where both are alike, whatever their sizes', () => {
    expect(stability(parts([100, 200, 300], [100, 200, 300]))).toEqual({ index: 0, state: 'STABLE' });
    expect(stability(parts([1_000, 2_000], [10_000, 20_000])).index).toBeCloseTo(0, 5);
  });

  it('grows with what has moved, by the usual limits', () => {
    // (0.6 − 0.5) · ln(0.6 / 0.5) + (0.4 − 0.5) · ln(0.4 / 0.5)
    expect(stability(parts([6_000, 4_000], [5_000, 5_000]))).toEqual({ index: expect.closeTo(0.0405, 3), state: 'STABLE' });
    expect(stability(parts([7_000, 3_000], [5_000, 5_000])).state).toBe('MOVING');
    expect(stability(parts([8_000, 2_000], [5_000, 5_000])).state).toBe('DRIFTED');
  });

  it('says nothing of few, and does not take chance for drift', () => {
    expect(stability(parts([49, 0], [0, 1_000])).state).toBe('UNKNOWN');
    expect(stability(parts([1_000, 0], [0, 49])).state).toBe('UNKNOWN');
    let seed = 11;
    const random = () => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31), seed / 2 ** 31);
    const sample = (size: number) => {
      const counts = Array.from({ length: 10 }, () => 0);
      for (let n = 0; n < size; n++) counts[Math.floor(random() * 10)]!++;
      return counts;
    };
    const states = Array.from({ length: 500 }, () => stability(parts(sample(50), sample(60))).state);
    expect(states.filter((state) => state !== 'STABLE').length).toBeLessThan(10);
  });

  it('is finite where a part is empty on one side', () => {
    const { index, state } = stability(parts([100, 0], [0, 100]));
    expect(index).toBeLessThan(20);
    expect(state).toBe('DRIFTED');
  });
});
