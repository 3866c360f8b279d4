import fc from 'fast-check';
import { badgesOf } from '../curation/badges';
import { bayesianMean } from './rating';

const prior = { mean: 3.5, weight: 5 };

describe('the Bayesian mean of ratings', () => {
  it('is (5 · 3.5 + sum) / (5 + n), and nothing without reviews (C28, A13)', () => {
    expect(bayesianMean({ sum: 5, count: 1 }, prior)).toBeCloseTo(22.5 / 6, 10);
    expect(bayesianMean({ sum: 480, count: 100 }, prior)).toBeCloseTo(497.5 / 105, 10);
    expect(bayesianMean({ sum: 0, count: 0 }, prior)).toBeNull();
  });

  it('lies between the prior and the plain mean', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (ratings) => {
        const sum = ratings.reduce((total, rating) => total + rating, 0);
        const [plain, shown] = [sum / ratings.length, bayesianMean({ sum, count: ratings.length }, prior)!];
        expect(shown >= Math.min(plain, prior.mean) - 1e-9 && shown <= Math.max(plain, prior.mean) + 1e-9).toBe(true);
      }),
    );
  });
});

describe('badges', () => {
  const none = { curatorScore: null, completeness: null, averageRating: null, reviews: 0 };

  it('are earned at their thresholds and not below', () => {
    expect(badgesOf(none)).toEqual([]);
    expect(badgesOf({ curatorScore: 0.9, completeness: 0.95, averageRating: 4.5, reviews: 20 })).toEqual([
      'CURATORS_PICK',
      'DETAILED_LISTING',
      'COMMUNITY_FAVOURITE',
    ]);
    expect(badgesOf({ curatorScore: 0.89, completeness: 0.94, averageRating: 4.49, reviews: 100 })).toEqual([]);
    expect(badgesOf({ ...none, averageRating: 5, reviews: 19 })).toEqual([]);
  });
});
