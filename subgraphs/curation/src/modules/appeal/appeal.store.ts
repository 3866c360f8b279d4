import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Appeal, CurationVerdict, EventCopy, Workflow } from '../../generated/prisma/client';
import { undoUpheld } from '../flag/flag-settlement.store';
import { openFlagsOf, rankOf } from '../queue/queue.store';
import { advanceWorkflow, tellDecided } from '../workflow/workflow.store';

/** The last decision about a workflow, and the appeals it is part of. */
export const lastDecision = ({ tx }: Step, workflowId: string) =>
  tx.decision.findFirst({
    where: { workflowId },
    orderBy: { workflowVersion: 'desc' },
    include: { appeal: { select: { id: true } }, decides: { select: { id: true } } },
  });

/** Who made the decision that is appealed against and not decided about; null when nothing is, or the machine did. */
export async function appealedCurator({ tx }: Step, workflowId: string): Promise<string | null> {
  const open = await tx.appeal.findFirst({ where: { workflowId, outcome: null }, select: { decision: { select: { curatorId: true } } } });
  return open?.decision.curatorId ?? null;
}

/** Brings a refused workflow before a curator once more; null when it was changed meanwhile. */
export async function beginAppeal(
  step: Step,
  workflow: Workflow,
  event: Pick<EventCopy, 'version' | 'startsAt' | 'creatorId'>,
  appeal: Pick<Appeal, 'text' | 'authorId' | 'contentHash' | 'decisionId'>,
): Promise<Workflow | null> {
  const { tx, now } = step;
  const status = 'APPEALED' as const;
  const assessment = workflow.assessmentId ? await tx.assessment.findUnique({ where: { id: workflow.assessmentId } }) : null;
  const open = await openFlagsOf(step, workflow.id);
  const queueRank = await rankOf(step, event, { status, queuedAt: now }, assessment, open);
  const appealed = await advanceWorkflow(step, workflow, {
    status,
    inQueue: true,
    queuedAt: now,
    queueRank,
    eventVersion: event.version,
    curatorId: null,
    claimedUntil: null,
  });
  if (!appealed) return null;
  await tx.appeal.create({ data: { id: randomUUID(), workflowId: workflow.id, ...appeal, createdAt: now } });
  await tellDecided(step, appealed, assessment);
  return appealed;
}

/**
 * A decision about a workflow decides its open appeal. Where the same text is approved, the former decision was wrong: the flags that it
 * upheld are dismissed, and the classifier forgets it.
 */
export async function closeAppeal(
  step: Step,
  workflow: Workflow,
  { id, decision }: { id: string; decision: CurationVerdict },
): Promise<void> {
  const { tx, now } = step;
  const appeal = await tx.appeal.findFirst({ where: { workflowId: workflow.id, outcome: null }, include: { decision: true } });
  if (!appeal) return;
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: workflow.eventId }, omit: { signature: true } });
  const approved = event.contentHash === appeal.contentHash ? 'REVERSED' : 'MENDED';
  const outcome = decision === 'APPROVE' ? approved : 'UPHELD';
  await tx.appeal.update({ where: { id: appeal.id }, data: { outcome, decidedById: id, decidedAt: now } });
  if (outcome !== 'REVERSED') return;
  await undoUpheld(step, workflow.id, event, appeal.decision.createdAt);
  await tx.trainingExample.deleteMany({ where: { decisionId: appeal.decisionId } });
}

const BACK = { REJECT: 'REJECTED', REQUEST_CHANGES: 'NEEDS_REVISION', APPROVE: 'APPROVED' } as const;

/**
 * The event was submitted again, or is called off: nobody has to look at the former decision any more, and the workflow is as it left it.
 * Null, and nothing changed, without an appeal that is open.
 */
export async function dropAppeal(step: Step, workflow: Workflow): Promise<Workflow | null> {
  const { tx, now } = step;
  const appeal = await tx.appeal.findFirst({ where: { workflowId: workflow.id, outcome: null }, include: { decision: true } });
  if (!appeal) return null;
  await tx.appeal.update({ where: { id: appeal.id }, data: { outcome: 'MOOT', decidedAt: now } });
  const status = BACK[appeal.decision.decision];
  return advanceWorkflow(step, workflow, { status, inQueue: false, screeningDue: false, curatorId: null, claimedUntil: null });
}
