import type { ImportOutcome, RecordOutcome } from './import.types';

export const NO_OUTCOMES: Readonly<Record<ImportOutcome, number>> = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, DUPLICATE: 0, SKIPPED: 0 };

/** How often each outcome came about, `before` and now. */
export const tally = (outcomes: readonly RecordOutcome[], before = NO_OUTCOMES): Record<ImportOutcome, number> => {
  const counts = { ...before };
  for (const { outcome } of outcomes) counts[outcome]++;
  return counts;
};
