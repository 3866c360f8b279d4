import { flagFacts, HORIZON_HOURS, type OpenFlag, type QueueWeights } from '../queue/queue-priority';

const HOUR_MS = 3_600_000;

/** As a workflow is ranked (queue-priority.ts), without what only an event has: by waiting, by the weight of its reports, danger first. */
export function caseRank(queuedAt: Date, open: readonly OpenFlag[], threshold: number, weights: QueueWeights): number {
  const entered = queuedAt.getTime() / HOUR_MS;
  const { flagShare, urgent } = flagFacts(open, threshold);
  return (
    -weights.waiting * entered - weights.nearness * (entered + HORIZON_HOURS) + weights.flagged * flagShare + (urgent ? weights.urgent : 0)
  );
}
