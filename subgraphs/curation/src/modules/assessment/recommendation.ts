/** The five scores of a screening, each 0 to 1. */
export interface Scores {
  completeness: number;
  contentQuality: number;
  imageQuality: number;
  spamProbability: number;
  duplicateRisk: number;
}

export type Recommendation = 'PASS' | 'HUMAN_REVIEW' | 'FAIL';

/** Where the recommendation changes; the distance to these is what makes a screening uncertain. */
export const BOUNDARIES = { passOverall: 0.7, passSpam: 0.3, passDuplicate: 0.5, failSpam: 0.9, failOverall: 0.25 } as const;

/** 0.30 completeness + 0.30 contentQuality + 0.15 imageQuality + 0.15 (1 − spam) + 0.10 (1 − duplicate); the product's formula. */
export function overallOf(scores: Scores): number {
  const { completeness, contentQuality, imageQuality, spamProbability, duplicateRisk } = scores;
  const sum = 0.3 * completeness + 0.3 * contentQuality + 0.15 * imageQuality + 0.15 * (1 - spamProbability) + 0.1 * (1 - duplicateRisk);
  // Weights that sum to 1 only in decimal could leave the range by a rounding error.
  return Math.min(1, Math.max(0, sum));
}

/** FAIL: spam ≥ 0.9 or overall < 0.25. PASS: overall ≥ 0.70, spam < 0.3 and duplicate < 0.5. HUMAN_REVIEW otherwise. */
export function recommend(scores: Scores): Recommendation {
  const overall = overallOf(scores);
  if (scores.spamProbability >= BOUNDARIES.failSpam || overall < BOUNDARIES.failOverall) return 'FAIL';
  const passes =
    overall >= BOUNDARIES.passOverall && scores.spamProbability < BOUNDARIES.passSpam && scores.duplicateRisk < BOUNDARIES.passDuplicate;
  return passes ? 'PASS' : 'HUMAN_REVIEW';
}

/**
 * 0 to 1: how much a human look is worth. 1 when a score sits on a boundary of the recommendation, falling to 0 at a distance of 0.2:
 * the nearest boundary counts, because one doubtful score is enough to be wrong.
 */
export function uncertaintyOf(scores: Scores): number {
  const overall = overallOf(scores);
  const distances = [
    overall - BOUNDARIES.passOverall,
    overall - BOUNDARIES.failOverall,
    scores.spamProbability - BOUNDARIES.passSpam,
    scores.spamProbability - BOUNDARIES.failSpam,
    scores.duplicateRisk - BOUNDARIES.passDuplicate,
  ];
  return Math.max(0, 1 - Math.min(...distances.map(Math.abs)) / 0.2);
}
