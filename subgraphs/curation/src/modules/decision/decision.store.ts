import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Decision, Workflow } from '../../generated/prisma/client';
import type { FlagVerdict } from '../flag/flag-outcome';
import { settleFlags } from '../flag/flag-settlement.store';

/** What was decided. `curatorId` is null when it was decided automatically; `onVersion` is one before the workflow's present version. */
export type NewDecision = Pick<Decision, 'decision' | 'reason' | 'notes' | 'qualityScore' | 'curatorId'> & {
  onVersion: number;
  /** What the curator says of the flags of one reason or another. */
  verdicts?: readonly FlagVerdict[];
};

/** Writes a decision into the history, settles the open flags by it, and keeps it for the spam classifier. */
export async function recordDecision(step: Step, workflow: Workflow, { onVersion, verdicts = [], ...made }: NewDecision): Promise<void> {
  const { tx, now } = step;
  const { id: workflowId, eventId, creatorId } = workflow;
  const { decision, reason, curatorId } = made;
  const id = randomUUID();
  const automatic = curatorId === null;
  await tx.decision.create({
    data: { id, workflowId, workflowVersion: onVersion, eventId, creatorId, automatic, ...made, createdAt: now },
  });
  await settleFlags(step, workflow, decision, verdicts);
  // What was decided without a human would teach the classifier its own opinion; and a rejection for another reason says nothing of spam.
  const teaches = !automatic && (decision === 'APPROVE' || reason === 'SPAM');
  if (!teaches) return;
  const { title, description } = await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, select: { title: true, description: true } });
  await tx.trainingExample.create({
    data: { decisionId: id, eventId, creatorId, spam: reason === 'SPAM', title, description, createdAt: now },
  });
}
