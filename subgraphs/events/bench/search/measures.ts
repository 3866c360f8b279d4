/** Normalised discounted cumulative gain of the first ten; 0 when nothing good was to be found. Järvelin and Kekäläinen, 2002. */
export function ndcg(found: readonly number[], best: readonly number[], first = 10): number {
  const gain = (grades: readonly number[]) =>
    grades.slice(0, first).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0);
  const ideal = gain(best.toSorted((a, b) => b - a));
  return ideal === 0 ? 0 : gain(found) / ideal;
}

/** One over the place of the first answer that is good; 0 without one. */
export function reciprocalRank(found: readonly number[], good = 2): number {
  const at = found.findIndex((grade) => grade >= good);
  return at < 0 ? 0 : 1 / (at + 1);
}

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
