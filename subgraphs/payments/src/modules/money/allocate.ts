/**
 * Divides an amount in proportion to weights, without losing or inventing a unit: the parts add up to the amount exactly.
 *
 * Largest remainder (Hamilton's method): each part gets the whole units of its quota `amount × weight / Σ weights`; the units left over
 * go one each to the largest fractions, the earlier part first where fractions are equal. So no part is a whole unit away from its
 * quota, and where the amount is at most Σ weights no part exceeds its weight.
 *
 * Amount and weights are 0 or more; all weights may be 0 only when the amount is 0.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (amount < 0n || weights.some((weight) => weight < 0n)) throw new RangeError('amounts and weights must not be negative');
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) {
    if (amount > 0n) throw new RangeError('nobody is there to receive the amount');
    return weights.map(() => 0n);
  }
  const quotas = weights.map((weight, index) => ({ index, whole: (amount * weight) / sum, fraction: (amount * weight) % sum }));
  const parts = quotas.map(({ whole }) => whole);
  const left = Number(amount - parts.reduce((total, part) => total + part, 0n));
  const byFraction = quotas.sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction < b.fraction ? 1 : -1));
  for (const { index } of byFraction.slice(0, left)) parts[index]! += 1n;
  return parts;
}
