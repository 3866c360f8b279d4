/** A score of a classifier, and whether it was right. */
export interface Scored {
  score: number;
  truth: boolean;
}

/** Turns a score into a probability: sigmoid(slope · score + intercept). */
export interface Calibration {
  slope: number;
  intercept: number;
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/**
 * Platt scaling (J. Platt, 1999), by Newton's method on scores of examples that were held out. His smoothed targets keep few examples
 * from certainty. Where there is nothing of one of both, scores stay as they are.
 */
export function calibrate(scored: readonly Scored[]): Calibration {
  const positive = scored.filter(({ truth }) => truth).length;
  const negative = scored.length - positive;
  if (positive === 0 || negative === 0) return { slope: 1, intercept: 0 };
  const [high, low] = [(positive + 1) / (positive + 2), 1 / (negative + 2)];
  let [slope, intercept] = [1, 0];
  for (let round = 0; round < 50; round++) {
    // A little of the identity, so that scores that part both without error have an end, too.
    let [gradientSlope, gradientIntercept, ss, si, ii] = [0, 0, 1e-3, 0, 1e-3];
    for (const { score, truth } of scored) {
      const probability = sigmoid(slope * score + intercept);
      const error = probability - (truth ? high : low);
      const spread = probability * (1 - probability);
      gradientSlope += error * score;
      gradientIntercept += error;
      ss += spread * score * score;
      si += spread * score;
      ii += spread;
    }
    const determinant = ss * ii - si * si;
    const [bySlope, byIntercept] = [
      (ii * gradientSlope - si * gradientIntercept) / determinant,
      (ss * gradientIntercept - si * gradientSlope) / determinant,
    ];
    // Half steps where a whole one leaps: the curve is flat far out.
    const size = Math.min(1, 2 / Math.max(Math.abs(bySlope), Math.abs(byIntercept), 1e-9));
    slope -= size * bySlope;
    intercept -= size * byIntercept;
    if (Math.abs(bySlope) + Math.abs(byIntercept) < 1e-9) break;
  }
  return { slope, intercept };
}

/**
 * Expected calibration error: how far probabilities are from what then happens, in ten equal parts of their range, weighted by how many are
 * in each (M. Naeini et al., 2015).
 */
export function calibrationError(judgements: readonly { probability: number; truth: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ said: 0, was: 0 }));
  for (const { probability, truth } of judgements) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))]!;
    bin.said += probability;
    bin.was += Number(truth);
  }
  return bins.reduce((sum, { said, was }) => sum + Math.abs(said - was), 0) / Math.max(1, judgements.length);
}
