import type { WorkState } from '@marquee/platform';
import { NO_OUTCOMES } from './import-tally';
import type { ImportOutcome } from './import.types';

/** What became of the records so far, out of the checkpoint of an import. */
export const countsOf = ({ checkpoint }: { checkpoint: unknown }): Readonly<Record<ImportOutcome, number>> =>
  (checkpoint as { counts: Record<ImportOutcome, number> } | null)?.counts ?? NO_OUTCOMES;

/** Until when it waits; null when it does not wait for a time. */
export const waitsUntil = ({ state, runAt }: { state: WorkState; runAt: Date | null }): Date | null => (state === 'QUEUED' ? runAt : null);
