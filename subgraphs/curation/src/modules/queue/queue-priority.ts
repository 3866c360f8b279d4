import type { CurationStatus } from '@marquee/schema/topics';
import type { Settings } from '../../env';
import { uncertaintyOf, type Recommendation, type Scores } from '../assessment/recommendation';

/** In points; one point is one hour of waiting while `waiting` is 1. */
export interface QueueWeights {
  /** For each hour of waiting. */
  waiting: number;
  /** For each hour that the start is nearer than HORIZON_HOURS. */
  nearness: number;
  /** For a screening that could as well have gone the other way. */
  uncertainty: number;
  /** For a creator of reputation 100. */
  reputation: number;
  /** For what flags have hidden; of what they have not hidden yet, the share of the weight that it takes. */
  flagged: number;
  /** For a flag of danger, or one by staff. */
  urgent: number;
  /** Taken off what failed the screening: likely spam waits behind the honest. */
  failed: number;
}

export const queueWeights = (settings: Settings): QueueWeights => ({
  waiting: settings.CURATION_QUEUE_WAITING,
  nearness: settings.CURATION_QUEUE_NEARNESS,
  uncertainty: settings.CURATION_QUEUE_UNCERTAINTY,
  reputation: settings.CURATION_QUEUE_REPUTATION,
  flagged: settings.CURATION_QUEUE_FLAGGED,
  urgent: settings.CURATION_QUEUE_URGENT,
  failed: settings.CURATION_QUEUE_FAILED,
});

export interface QueueFacts {
  queuedAt: Date;
  startsAt: Date;
  status: CurationStatus;
  /** 0 to 1: how much of the weight that hides an event its open flags have. */
  flagShare: number;
  urgent: boolean;
  /** 0 to 1. */
  uncertainty: number;
  /** 0 to 100. */
  reputation: number;
  recommendation: Recommendation | null;
}

/** What a screening says of the urgency; before any screening a human look is worth most. */
export const screeningFacts = (
  assessment: (Scores & { recommendation: Recommendation }) | null,
): Pick<QueueFacts, 'uncertainty' | 'recommendation'> => ({
  uncertainty: assessment ? uncertaintyOf(assessment) : 1,
  recommendation: assessment?.recommendation ?? null,
});

/** An objection that no curator has decided about yet. */
export interface OpenFlag {
  weight: number;
  reason: string;
  byStaff: boolean;
}

/** What open flags say of the urgency. Danger is urgent whoever reports it: the report is read, not believed. */
export function flagFacts(open: readonly OpenFlag[], threshold: number): Pick<QueueFacts, 'flagShare' | 'urgent'> {
  const weight = open.reduce((sum, flag) => sum + flag.weight, 0);
  return {
    flagShare: threshold > 0 ? Math.min(1, Math.max(0, weight / threshold)) : 0,
    urgent: open.some((flag) => flag.byStaff || flag.reason === 'DANGEROUS'),
  };
}

/** A start further away than this is not near at all. */
export const HORIZON_HOURS = 14 * 24;

const HOUR = 3_600_000;
const hours = (moment: Date): number => moment.getTime() / HOUR;

/**
 * The part of the priority that does not depend on the present time; the queue is ordered by it, largest first.
 *
 * Waiting time and nearness of the start both grow by the clock alone, at the same rate for everything in the queue. What the clock
 * adds is therefore the same for all and cannot change the order: `priority = rank + clock`, with
 * rank = − waiting · queuedAt − nearness · min(startsAt, queuedAt + 14 days) + uncertainty + reputation / 100 + flagged + urgent − failed.
 * So the order is one stored, indexed number, and a cursor that names it stays right however long a curator takes to turn the page.
 *
 * The horizon counts from the entry into the queue and not from now, for the same reason.
 */
export function queueRank(facts: QueueFacts, weights: QueueWeights): number {
  const entered = hours(facts.queuedAt);
  return (
    -weights.waiting * entered -
    weights.nearness * Math.min(hours(facts.startsAt), entered + HORIZON_HOURS) +
    weights.uncertainty * facts.uncertainty +
    weights.reputation * (facts.reputation / 100) +
    weights.flagged * (facts.status === 'FLAGGED' ? 1 : facts.flagShare) +
    (facts.urgent ? weights.urgent : 0) -
    (facts.recommendation === 'FAIL' ? weights.failed : 0)
  );
}

/** The priority at a moment, as curators see it: 0 for something dull that came in just now and starts in two weeks. */
export function priorityAt(rank: number, now: Date, weights: QueueWeights): number {
  const clock = weights.waiting * hours(now) + weights.nearness * (hours(now) + HORIZON_HOURS);
  return Math.round((rank + clock) * 100) / 100;
}
