/** What became of a person's earlier flags. */
export interface FlagRecord {
  upheld: number;
  dismissed: number;
}

/**
 * −1 to 2: how much a person's flag counts. With p = (upheld + 2) / (upheld + dismissed + 3), the share of flags that were right with a
 * little good faith to begin with, the weight is 3p − 1: 1 without a record, towards 2 for somebody who is always right, 0 when a third
 * is right, and below zero for somebody whose flags speak for an event.
 */
export function flagWeight({ upheld, dismissed }: FlagRecord): number {
  const accuracy = (upheld + 2) / (upheld + dismissed + 3);
  return 3 * accuracy - 1;
}

/** Hides when the open flags weigh enough and come from enough people whose flags count at all. */
export function hidesEvent(weights: readonly number[], { threshold, people }: { threshold: number; people: number }): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum >= threshold && weights.filter((weight) => weight > 0).length >= people;
}
