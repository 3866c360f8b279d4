export type QualityGroup = 'CATEGORY' | 'CITY' | 'CREATOR';

/** Scores of submissions that have something in common, of both halves of a period. */
export interface GroupScores {
  group: QualityGroup;
  /** The slug, the city, or the person's id. */
  key: string;
  nBefore: number;
  meanBefore: number;
  /** Of the sample. */
  varianceBefore: number;
  nAfter: number;
  meanAfter: number;
  varianceAfter: number;
}

/** Fewer say little of a mean. */
export const FEWEST_EACH = 10;
/** Less is of no consequence, however sure it is. */
export const SMALLEST_DROP = 0.05;
const STANDARD_ERRORS = 3;
const MOST_NAMED = 20;

/** By how many standard errors the later mean is lower (Welch: the halves need not vary alike); one submission and its copies vary in nothing. */
export function standardErrors({ nBefore, meanBefore, varianceBefore, nAfter, meanAfter, varianceAfter }: GroupScores): number {
  return (meanBefore - meanAfter) / Math.sqrt(Math.max(varianceBefore / nBefore + varianceAfter / nAfter, 1e-8));
}

/** Those that have become worse, the surest first. */
export const declinesAmong = (groups: readonly GroupScores[]): GroupScores[] =>
  groups
    .filter(({ nBefore, nAfter }) => nBefore >= FEWEST_EACH && nAfter >= FEWEST_EACH)
    .filter(({ meanBefore, meanAfter }) => meanBefore - meanAfter >= SMALLEST_DROP)
    .filter((group) => standardErrors(group) >= STANDARD_ERRORS)
    .sort((one, other) => standardErrors(other) - standardErrors(one))
    .slice(0, MOST_NAMED);
