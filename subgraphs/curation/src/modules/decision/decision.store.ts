import { randomUUID } from 'node:crypto';
import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Decision, Prisma, RevisionCopy, Workflow } from '../../generated/prisma/client';
import { closeAppeal } from '../appeal/appeal.store';
import type { SaidNotes } from '../canned-reason/note-texts';
import { copyOf } from '../event/event.store';
import type { FlagVerdict } from '../flag/flag-outcome';
import { settleFlags } from '../flag/flag-settlement.store';
import { workflowConflict } from '../workflow/workflow.refusals';
import { advanceWorkflow, type WorkflowChanges, type WorkflowDeed } from '../workflow/workflow.store';

/** What was decided. `curatorId` is null when it was decided automatically; `onVersion` is one before the workflow's present version. */
export type NewDecision = Pick<Decision, 'decision' | 'reason' | 'qualityScore' | 'curatorId'> &
  SaidNotes & {
    onVersion: number;
    /** What the curator says to the checklist. */
    checklist?: Prisma.InputJsonArray;
    /** Of many that are decided together. */
    batchId?: string;
    /** What the curator says of the flags of one reason or another. */
    verdicts?: readonly FlagVerdict[];
  };

/** A workflow that was read, brought to its next version; a conflict where somebody else was faster. */
export async function advanceOrRefuse(step: Step, workflow: Workflow, changes: WorkflowChanges, deed?: WorkflowDeed): Promise<Workflow> {
  const changed = await advanceWorkflow(step, workflow, changes, deed);
  if (changed) return changed;
  const present = await step.tx.workflow.findUniqueOrThrow({ where: { id: workflow.id } });
  throw workflowConflict(present, 'Somebody else was faster. Read it again.');
}

/** When a claim that is made now ends by itself. */
export const claimEnds = ({ now, kept }: Step): Date => new Date(now.getTime() + kept.settings.CURATION_CLAIM_MINUTES * 60_000);

/** Writes a decision into the history, settles the open flags by it, and keeps it for the spam classifier. */
export async function recordDecision(step: Step, workflow: Workflow, { onVersion, verdicts = [], ...made }: NewDecision): Promise<void> {
  const { tx, now } = step;
  const { id: workflowId, eventId, revisionId, subjectKind, subjectId } = workflow;
  const { decision, reason, curatorId } = made;
  const revision = revisionId ? await tx.revisionCopy.findUnique({ where: { revisionId } }) : null;
  // Whose work it was: a change is its author's, whoever made the event.
  const creatorId = revision?.authorId ?? workflow.creatorId;
  const id = randomUUID();
  const automatic = curatorId === null;
  const { contentHash } = await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, select: { contentHash: true } });
  await tx.decision.create({
    data: {
      ...{ id, workflowId, workflowVersion: onVersion, eventId, subjectKind, subjectId, creatorId, automatic },
      ...{ ...made, contentHash, createdAt: now },
    },
  });
  await settleFlags(step, workflow, decision, verdicts);
  await closeAppeal(step, workflow, { id, decision });
  // What was decided without a human would teach the classifier its own opinion; and a rejection for another reason says nothing of spam.
  const teaches = !automatic && (decision === 'APPROVE' || reason === 'SPAM');
  if (!teaches) return;
  const judged = await judgedContent(step, eventId, revision);
  const { title, description } = judged;
  if (decision === 'APPROVE') {
    const approved = { ...judged, approvedAt: now };
    await tx.approvedContent.upsert({ where: { eventId }, create: { eventId, ...approved }, update: approved });
  }
  await tx.trainingExample.create({
    data: { decisionId: id, eventId, creatorId, spam: reason === 'SPAM', title, description, createdAt: now },
  });
}

/** What the curator had before them: the event, or the proposed change of it. */
async function judgedContent({ tx }: Step, eventId: string, revision: RevisionCopy | null) {
  const copy = revision?.proposed
    ? copyOf(revision.proposed as unknown as EventChanged, true)
    : await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, omit: { signature: true } });
  const { title, description, categorySlug, tags, imageUrl, venueId } = copy;
  return { title, description, categorySlug, tags, imageUrl, venueId };
}
