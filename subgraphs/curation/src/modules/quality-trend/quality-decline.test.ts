import { declinesAmong, standardErrors, type GroupScores } from './quality-decline';

const scores = (parts: Partial<GroupScores> = {}): GroupScores => ({
  ...{
    group: 'CATEGORY',
    key: 'music',
    nBefore: 50,
    meanBefore: 0.8,
    varianceBefore: 0.01,
    nAfter: 50,
    meanAfter: 0.7,
    varianceAfter: 0.01,
  },
  ...parts,
});

describe('what has become worse', () => {
  it('is what fell by three standard errors, and not by chance', () => {
    expect(standardErrors(scores())).toBeCloseTo(5);
    expect(declinesAmong([scores()])).toHaveLength(1);
    expect(declinesAmong([scores({ varianceBefore: 0.04, varianceAfter: 0.04 })])).toEqual([]);
  });

  it('is nothing that fell by little, rose, or of which there are few', () => {
    const sure = { varianceBefore: 0, varianceAfter: 0 };
    expect(
      declinesAmong([scores({ ...sure, meanAfter: 0.76 }), scores({ ...sure, meanAfter: 0.9 }), scores({ ...sure, nAfter: 9 })]),
    ).toEqual([]);
  });

  it('has the surest first', () => {
    const named = declinesAmong([
      scores({ key: 'a' }),
      scores({ key: 'b', meanAfter: 0.5 }),
      scores({ key: 'c', nAfter: 500, nBefore: 500 }),
    ]);
    expect(named.map(({ key }) => key)).toEqual(['c', 'b', 'a'].sort((one, other) => rank(other) - rank(one)));
  });

  it('names about one in a thousand that stay as they are', () => {
    let seed = 7;
    const random = () => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31), seed / 2 ** 31);
    const half = () => {
      const values = Array.from({ length: 20 }, () => 0.5 + (random() + random() + random() - 1.5) * 0.3);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
    };
    const groups = Array.from({ length: 5_000 }, () => {
      const [before, after] = [half(), half()];
      const [nBefore, nAfter] = [20, 20];
      return scores({
        nBefore,
        nAfter,
        meanBefore: before.mean,
        varianceBefore: before.variance,
        meanAfter: after.mean,
        varianceAfter: after.variance,
      });
    });
    const sure = groups.filter((group) => standardErrors(group) >= 3).length;
    expect(sure).toBeGreaterThan(0);
    expect(sure).toBeLessThan(30);
  });
});

const rank = (key: string) =>
  standardErrors({ a: scores({ key: 'a' }), b: scores({ meanAfter: 0.5 }), c: scores({ nAfter: 500, nBefore: 500 }) }[key]!);
