/** How often something stands in one part of both sides. */
export interface Part {
  recent: number;
  reference: number;
}

export type DriftState = 'UNKNOWN' | 'STABLE' | 'MOVING' | 'DRIFTED';

export interface Stability {
  index: number;
  state: DriftState;
}

const FEWEST = 50;
const MOVING = 0.1;
const DRIFTED = 0.25;
/** So many times what chance alone is expected to show. */
const BEYOND_CHANCE = 3;
/** Added to each part: one that is empty on one side would be infinitely far. */
const SMOOTHING = 0.5;

/**
 * The population stability index Σ (p − q) · ln(p / q) with its usual limits 0.1 and 0.25. Between two samples of one population it is about
 * (parts − 1) · (1/n + 1/m), so that little is said of few.
 */
export function stability(parts: readonly Part[]): Stability {
  const [recent, reference] = [sum(parts.map((part) => part.recent)), sum(parts.map((part) => part.reference))];
  if (recent < FEWEST || reference < FEWEST) return { index: indexOf(parts, recent, reference), state: 'UNKNOWN' };
  const index = indexOf(parts, recent, reference);
  const byChance = (parts.length - 1) * (1 / recent + 1 / reference);
  if (index < MOVING || index < BEYOND_CHANCE * byChance) return { index, state: 'STABLE' };
  return { index, state: index < DRIFTED ? 'MOVING' : 'DRIFTED' };
}

function indexOf(parts: readonly Part[], recent: number, reference: number): number {
  const all = SMOOTHING * parts.length;
  return sum(
    parts.map((part) => {
      const p = (part.recent + SMOOTHING) / (recent + all);
      const q = (part.reference + SMOOTHING) / (reference + all);
      return (p - q) * Math.log(p / q);
    }),
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
