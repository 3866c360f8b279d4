/** Mean of some numbers, with the half width of its 95 % interval (normal). */
export interface Figure {
  mean: number;
  half: number;
}

export function figureOf(numbers: readonly number[]): Figure {
  const count = numbers.length;
  if (count === 0) return { mean: 0, half: 0 };
  const mean = numbers.reduce((sum, number) => sum + number, 0) / count;
  const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / Math.max(1, count - 1);
  return { mean, half: 1.96 * Math.sqrt(variance / count) };
}

export const shown = ({ mean, half }: Figure, digits = 3): string => `${mean.toFixed(digits)} ± ${half.toFixed(digits)}`;
