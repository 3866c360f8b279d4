/** The value below which `share` (0 to 1) of the values lie, by nearest rank. NaN of nothing. */
export function percentile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The middle value; of an even number, the mean of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The median of the ratios within each round. What disturbs a shared machine mostly disturbs neighbours in time alike, so a ratio of
 * two neighbours tells more than a ratio of two averages. Rounds in which one of both is missing count for nothing.
 */
export function medianRatio(values: readonly (number | undefined)[], base: readonly (number | undefined)[]): number {
  return median(values.flatMap((value, round) => (value !== undefined && base[round] ? [value / base[round]] : [])));
}
