import { calibrate, calibrationError, sigmoid } from './spam-calibration';

/** Scores whose truth follows sigmoid(2 · score − 1), as exactly as whole numbers allow. */
const told = [-2, -1, 0, 0.5, 1, 2, 3].flatMap((score) =>
  Array.from({ length: 1_000 }, (_, n) => ({ score, truth: n < Math.round(1_000 * sigmoid(2 * score - 1)) })),
);

describe('a calibration', () => {
  it('finds the curve by which truth follows scores', () => {
    const { slope, intercept } = calibrate(told);
    expect(slope).toBeCloseTo(2, 1);
    expect(intercept).toBeCloseTo(-1, 1);
  });

  it('leaves scores alone where there is nothing of one kind, and comes to an end where both are parted without error', () => {
    expect(calibrate([{ score: 1, truth: true }])).toEqual({ slope: 1, intercept: 0 });
    expect(calibrate([])).toEqual({ slope: 1, intercept: 0 });
    const { slope } = calibrate(Array.from({ length: 40 }, (_, n) => ({ score: n < 20 ? -1 : 1, truth: n >= 20 })));
    expect(slope).toBeGreaterThan(1);
    expect(Number.isFinite(slope)).toBe(true);
  });

  it('is measured by how far what is said is from what happens', () => {
    const { slope, intercept } = calibrate(told);
    const said = (how: (score: number) => number) => told.map(({ score, truth }) => ({ probability: how(score), truth }));
    expect(calibrationError(said((score) => sigmoid(slope * score + intercept)))).toBeLessThan(0.01);
    expect(calibrationError(said(() => 0.99))).toBeGreaterThan(0.3);
    expect(calibrationError([])).toBe(0);
  });
});
