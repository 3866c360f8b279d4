import fc from 'fast-check';
import { overallOf, recommend, uncertaintyOf, type Scores } from './recommendation';

const good: Scores = { completeness: 0.9, contentQuality: 0.8, imageQuality: 0.6, spamProbability: 0.1, duplicateRisk: 0 };
const score = fc.double({ min: 0, max: 1, noNaN: true });
const anyScores = fc.record({
  completeness: score,
  contentQuality: score,
  imageQuality: score,
  spamProbability: score,
  duplicateRisk: score,
});

describe('the overall score', () => {
  it('weighs the five scores as decided (C12)', () => {
    expect(overallOf(good)).toBeCloseTo(0.3 * 0.9 + 0.3 * 0.8 + 0.15 * 0.6 + 0.15 * 0.9 + 0.1, 10);
    expect(overallOf({ completeness: 1, contentQuality: 1, imageQuality: 1, spamProbability: 0, duplicateRisk: 0 })).toBe(1);
    expect(overallOf({ completeness: 0, contentQuality: 0, imageQuality: 0, spamProbability: 1, duplicateRisk: 1 })).toBe(0);
  });

  it('stays within 0 and 1 whatever the scores, and so does the uncertainty', () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        for (const value of [overallOf(scores), uncertaintyOf(scores)]) expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });
});

describe('the recommendation', () => {
  it('passes a good event (C13)', () => expect(recommend(good)).toBe('PASS'));

  it.each([
    ['an overall score below 0.70', { contentQuality: 0.2 }],
    ['a spam probability of 0.3', { spamProbability: 0.3 }],
    ['a duplicate risk of 0.5', { duplicateRisk: 0.5 }],
  ])('sends %s to a human (C13)', (_title, change) => expect(recommend({ ...good, ...change })).toBe('HUMAN_REVIEW'));

  it('fails certain spam however good it looks, and what has next to nothing (C13)', () => {
    expect(recommend({ ...good, spamProbability: 0.9 })).toBe('FAIL');
    expect(recommend({ completeness: 0.1, contentQuality: 0.1, imageQuality: 0, spamProbability: 0.5, duplicateRisk: 0.2 })).toBe('FAIL');
  });
});

describe('uncertainty', () => {
  it('is 1 on a boundary, and 0 far from all of them', () => {
    expect(uncertaintyOf({ ...good, spamProbability: 0.3 })).toBe(1);
    expect(uncertaintyOf({ completeness: 1, contentQuality: 1, imageQuality: 1, spamProbability: 0, duplicateRisk: 0 })).toBe(0);
  });
});
