import type { ImportOutcome, RecordOutcome } from './import.types';

/** How often each outcome came about. */
export const tally = (outcomes: readonly RecordOutcome[]): Record<ImportOutcome, number> => {
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, DUPLICATE: 0, SKIPPED: 0 };
  for (const { outcome } of outcomes) counts[outcome]++;
  return counts;
};
