import type { Step } from '../../context';
import type { EventCopy, Flag, Workflow } from '../../generated/prisma/client';
import { rankOf } from '../queue/queue.store';
import { statusAfter } from '../workflow/workflow-status';
import { advanceWorkflow, tellDecided } from '../workflow/workflow.store';
import { flagWeight, hidesEvent } from './flag-weight';

/** How much a flag of this person counts. */
export async function weightOfFlagger({ tx }: Step, flaggerId: string): Promise<number> {
  const outcomes = await tx.flag.groupBy({ by: ['status'], where: { flaggerId }, _count: true });
  const count = (status: Flag['status']) => outcomes.find((outcome) => outcome.status === status)?._count ?? 0;
  return flagWeight({ upheld: count('UPHELD'), dismissed: count('DISMISSED') });
}

/** Hides a published event, and brings it before a curator, once its open flags weigh enough. */
export async function hideIfEnough(step: Step, workflow: Workflow, event: Pick<EventCopy, 'startsAt' | 'creatorId'>): Promise<void> {
  const { tx, now, kept } = step;
  const status = statusAfter(workflow.status, 'FLAG');
  if (!status) return;
  const open = await tx.flag.findMany({ where: { workflowId: workflow.id, status: 'OPEN' }, select: { weight: true } });
  const weights = open.map(({ weight }) => weight);
  const { CURATION_FLAG_THRESHOLD: threshold, CURATION_FLAG_PEOPLE: people } = kept.settings;
  if (!hidesEvent(weights, { threshold, people })) return;
  const assessment = workflow.assessmentId ? await tx.assessment.findUnique({ where: { id: workflow.assessmentId } }) : null;
  const flagged = await advanceWorkflow(step, workflow, {
    status,
    inQueue: true,
    queuedAt: now,
    queueRank: await rankOf(step, event, { status, queuedAt: now }, assessment),
    curatorId: null,
    claimedUntil: null,
  });
  // Null when a curator decided in this very moment, having seen the flags: that stands, and the next flag counts again.
  if (flagged) await tellDecided(step, flagged, assessment);
}
