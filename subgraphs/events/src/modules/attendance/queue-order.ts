/** Where a party stands in the queue: its number, and how many parties with later numbers stand before it. */
export interface Place {
  queueNumber: number | null;
  yields: number;
}

/** No party lets more pass, whatever the settings say. */
export const MOST_YIELDS = 20;

/**
 * How many parties that come later a newcomer stands behind: none, unless they often left places unused. Known when they join, so that nothing
 * they do or do not do elsewhere moves them back later.
 */
export const yieldsOf = (reliability: number, rules: { least: number; yields: number }): number =>
  reliability < rules.least ? rules.yields : 0;

/** The order of the queue: a party that yields to three stands behind the three numbers that follow its own. */
export const byPlace = (one: Place, other: Place): number =>
  (one.queueNumber ?? 0) + one.yields - (other.queueNumber ?? 0) - other.yields || one.yields - other.yields;

/** Parties in their order, of those with the lowest numbers: right for all but the last MOST_YIELDS. */
export const inOrder = <Row extends Place>(rows: readonly Row[]): Row[] => [...rows].sort(byPlace);
