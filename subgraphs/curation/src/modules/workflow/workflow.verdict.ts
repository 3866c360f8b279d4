import { randomUUID } from 'node:crypto';
import type { Tx } from '../../db';
import type { Assessment, Decision, Workflow } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import { badgesOf } from '../event/badges';
import { bayesianMean, type RatingPrior } from '../review/rating';
import { ratingsIn } from '../review/review.facts';

export interface Verdict {
  decision: Decision['decision'];
  reason: Decision['reason'];
  notes: string | null;
  qualityScore: number | null;
  /** The version that was decided, one before the workflow's present one. */
  onVersion: number;
  /** Null when decided automatically. */
  curatorId: string | null;
}

/** Writes a decision into the history, settles the open flags by it, and keeps it for the spam classifier. */
export async function recordVerdict(tx: Tx, workflow: Workflow, verdict: Verdict, now: Date): Promise<void> {
  const { id: workflowId, eventId, creatorId } = workflow;
  const { decision, reason, notes, qualityScore, onVersion, curatorId } = verdict;
  const id = randomUUID();
  await tx.decision.create({
    data: {
      id,
      workflowId,
      workflowVersion: onVersion,
      eventId,
      creatorId,
      curatorId,
      automatic: curatorId === null,
      decision,
      reason,
      notes,
      qualityScore,
      createdAt: now,
    },
  });
  await tx.flag.updateMany({
    where: { workflowId, status: 'OPEN' },
    data: { status: decision === 'APPROVE' ? 'DISMISSED' : 'UPHELD', resolvedAt: now },
  });
  // What was decided without a human would teach the classifier its own opinion; and a rejection for another reason says nothing of spam.
  const teaches = curatorId !== null && (decision === 'APPROVE' || reason === 'SPAM');
  if (!teaches) return;
  const { title, description } = await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, select: { title: true, description: true } });
  await tx.trainingExample.create({
    data: { decisionId: id, eventId, creatorId, spam: reason === 'SPAM', title, description, createdAt: now },
  });
}

export interface Told {
  curatorId: string | null;
  correlationId: string;
  prior: RatingPrior;
  now: Date;
  /** Nothing was decided: only score and badges are new. */
  rescored?: true;
}

/** Tells the other subgraphs where a workflow stands. */
export async function tellDecided(
  tx: Tx,
  workflow: Workflow,
  assessment: Pick<Assessment, 'completeness'> | null,
  told: Told,
): Promise<void> {
  const { id: workflowId, version, eventId, eventVersion, status, qualityScore, curatorScore, notes, creatorId } = workflow;
  const rating = (await ratingsIn(tx, [eventId])).get(eventId) ?? { sum: 0, count: 0 };
  const badges = badgesOf({
    curatorScore,
    completeness: assessment?.completeness ?? null,
    averageRating: bayesianMean(rating, told.prior),
    reviews: rating.count,
  });
  const { curatorId, rescored, now } = told;
  await outbox.append(tx, {
    topic: 'curation.decided',
    key: eventId,
    payload: {
      workflowId,
      version,
      eventId,
      eventVersion,
      status,
      qualityScore,
      badges,
      curatorId,
      notes,
      creatorId,
      decidedAt: now.toISOString(),
      ...(rescored && { rescored }),
    },
    headers: { correlationId: told.correlationId },
  });
}
