import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Assessment, Prisma, Workflow, WorkflowVersion } from '../../generated/prisma/client';
import { badgesOf } from '../curation/badges';
import type { QueuePush } from '../queue/queue-push';
import { bayesianMean, NO_RATINGS, ratingPrior } from '../review/rating';
import { ratingsIn } from '../review/rating.sql';
import { statusPush } from './status-push';
import { curationDecided, revisionDecided } from './workflow.facts';

export type WorkflowChanges = Omit<Prisma.WorkflowUncheckedUpdateManyInput, 'id' | 'version'>;
/** Who did what, where the change alone does not say it: for the log. Null: the machine. */
export type WorkflowDeed = Pick<WorkflowVersion, 'act' | 'actorId'>;

/** The workflow of the event's latest submission. Those of proposed changes stand beside it. */
export const currentWorkflow = ({ tx }: Step, eventId: string): Promise<Workflow | null> =>
  tx.workflow.findFirst({ where: { eventId, revisionId: null }, orderBy: { submission: 'desc' } });

/**
 * The same, locked: a curator's decision about it waits until this transaction ends, or is seen by it. For what must not slip between a
 * decision and what the curator had read, as a flag must not.
 */
export async function lockCurrentWorkflow(step: Step, eventId: string): Promise<Workflow | null> {
  await step.tx.$queryRaw`SELECT 1 FROM workflows WHERE event_id = ${eventId}::uuid AND revision_id IS NULL ORDER BY id FOR UPDATE`;
  return currentWorkflow(step, eventId);
}

/**
 * Brings a workflow from the version that was read to the next one; null when it has another version by now, and then nothing is changed.
 * The only way in which a workflow changes. The condition on the version stands in the UPDATE itself: of two that read the same version
 * the second one waits for the first one's row lock, then finds another version and changes nothing.
 */
export async function advanceWorkflow(
  step: Step,
  { id, version }: Pick<Workflow, 'id' | 'version'>,
  changes: WorkflowChanges,
  deed?: WorkflowDeed,
): Promise<Workflow | null> {
  const [row] = await step.tx.workflow.updateManyAndReturn({ where: { id, version }, data: { ...changes, version: { increment: 1 } } });
  if (!row) return null;
  await keepVersion(step, row, deed);
  if (row.inQueue || changes.inQueue === false) announceInQueue(step, row);
  return row;
}

/** Writes down what a workflow is now: who had it when, and for how long, cannot be told from the row alone. */
export async function keepVersion({ tx, now }: Step, workflow: Workflow, deed?: WorkflowDeed): Promise<void> {
  const { id: workflowId, version, status, inQueue, curatorId, claimedUntil, eventVersion } = workflow;
  await tx.workflowVersion.create({
    data: { workflowId, version, status, inQueue, curatorId, claimedUntil, eventVersion, ...deed, createdAt: now },
  });
}

/** Tells those who judge that it came into the queue, changed in it, or left it. */
export const announceInQueue = ({ push }: Step, { id: entryId, subjectKind: kind, creatorId: authorId }: Workflow): void =>
  push(channels.queue, { entryId, kind, authorId } satisfies QueuePush);

/** Tells live readers of a change that the event's own status does not follow, or has followed already. */
export const announceStatus = ({ push }: Step, workflow: Workflow): void =>
  push(channels.status(workflow.eventId), statusPush(workflow, true));

/**
 * Tells the other subgraphs and live readers where a workflow stands; of a proposed change, what was decided about it. `rescored`: nothing
 * was decided, only score and badges are new.
 */
export async function tellDecided(
  step: Step,
  workflow: Workflow,
  assessment: Pick<Assessment, 'completeness'> | null,
  { curatorId = null, rescored }: { curatorId?: string | null; rescored?: true } = {},
): Promise<void> {
  const { tx, now, kept, tell, after } = step;
  if (workflow.revisionId) {
    const { authorId } = await tx.revisionCopy.findUniqueOrThrow({ where: { revisionId: workflow.revisionId } });
    const decided = revisionDecided(workflow, { authorId, curatorId, decidedAt: now });
    return decided ? tell(decided) : undefined;
  }
  const rating = (await ratingsIn(tx, [workflow.eventId])).get(workflow.eventId) ?? NO_RATINGS;
  const badges = badgesOf({
    curatorScore: workflow.curatorScore,
    completeness: assessment?.completeness ?? null,
    averageRating: bayesianMean(rating, ratingPrior(kept.settings)),
    reviews: rating.count,
  });
  await tell(curationDecided(workflow, { badges, curatorId, decidedAt: now, ...(rescored && { rescored }) }));
  if (!rescored) after(() => kept.announcer.soon(workflow));
}
