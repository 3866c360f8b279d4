import { notAllowed, notFound } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { Prisma, type Workflow } from '../../generated/prisma/client';
import { appealedCurator } from '../appeal/appeal.store';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf } from '../canned-reason/note-texts';
import { requireAnswers } from '../checklist/checklist.store';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent } from '../event/event-visibility';
import { statusAfter, type WorkflowAction } from '../workflow/workflow-status';
import { workflowConflict } from '../workflow/workflow.refusals';
import { tellDecided } from '../workflow/workflow.store';
import type { ClaimReview, DecideReview } from './decision.input';
import { advanceOrRefuse, recordDecision, type NewDecision } from './decision.store';

export const APPEALED_AGAINST = 'Somebody else must decide about an appeal against your decision.';

/** Decides about a workflow as a curator who has read it; refuses before anything is written. */
export async function decideReviewAs(
  step: Step,
  curatorId: string,
  input: Omit<DecideReview, 'idempotencyKey'>,
  batchId?: string,
): Promise<void> {
  const { decision, version: onVersion, notes, qualityScore = null, flags, flagDecisions } = input;
  const verdicts = [...flagDecisions, ...flags];
  const { workflow, status } = await requireOpenReview(step, curatorId, input, decision);
  const fits = { kind: workflow.subjectKind, decision };
  const canned = await requireFitting(step, input.cannedReasonId, fits);
  const answers = await requireAnswers(step, input.checklist, fits);
  const reason = input.reason ?? (decision === 'REJECT' ? (canned?.reason ?? null) : null);
  const said = { decision, reason, ...saidOf(canned, notes), ...answers, qualityScore, verdicts };
  await concludeReview(step, curatorId, workflow, status, { ...said, onVersion, ...(batchId && { batchId }) });
}

/** Decides: the workflow's next version, the history, the flags, and the fact. */
export async function concludeReview(
  step: Step,
  curatorId: string,
  workflow: Workflow,
  status: CurationStatus,
  { eventVersion = workflow.eventVersion, ...made }: Omit<NewDecision, 'curatorId'> & { eventVersion?: number },
): Promise<void> {
  const { tx, now } = step;
  const { notes, noteTexts = Prisma.DbNull, qualityScore } = made;
  const decided = await advanceOrRefuse(step, workflow, {
    ...{ status, inQueue: false, curatorId, claimedUntil: null, notes, noteTexts, decidedAt: now, eventVersion },
    ...(qualityScore !== null && { qualityScore, curatorScore: qualityScore }),
    // What is not on show any more is not looked at again.
    ...(status !== 'APPROVED' && { screeningDue: false }),
  });
  await recordDecision(step, decided, { ...made, curatorId });
  const assessment = decided.assessmentId ? await tx.assessment.findUnique({ where: { id: decided.assessmentId } }) : null;
  await tellDecided(step, decided, assessment, { curatorId });
}

/** Checks all that must hold before an action of this person; returns the workflow as read and the status that follows. */
export async function requireOpenReview(
  step: Step,
  curatorId: string,
  { workflowId, version }: Pick<ClaimReview, 'workflowId' | 'version'>,
  action: WorkflowAction,
): Promise<{ workflow: Workflow; status: CurationStatus }> {
  const { tx, now } = step;
  const workflow = await tx.workflow.findUnique({ where: { id: workflowId } });
  if (!workflow) throw notFound('This workflow');
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: workflow.eventId }, omit: { signature: true } });
  const revision = workflow.revisionId ? await tx.revisionCopy.findUnique({ where: { revisionId: workflow.revisionId } }) : null;
  if (revision?.authorId === curatorId || isOwnEvent(event, curatorId, await rolesNow(step, event, curatorId)))
    throw notAllowed('Somebody else must review your own event.');
  if ((await appealedCurator(step, workflowId)) === curatorId) throw notAllowed(APPEALED_AGAINST);
  const status = statusAfter(workflow.status, action);
  if (workflow.version !== version || !workflow.inQueue || !status)
    throw workflowConflict(workflow, 'It was changed or decided meanwhile. Read it again.');
  const isClaimedByOther =
    workflow.curatorId !== null && workflow.curatorId !== curatorId && workflow.claimedUntil !== null && workflow.claimedUntil > now;
  // Nothing that the curator reads again ends the claim; it ends by itself.
  if (isClaimedByOther) throw workflowConflict(workflow, 'Another curator has claimed it.', { nextStep: 'WAIT' });
  const isClaimed = workflow.curatorId === curatorId && workflow.claimedUntil !== null && workflow.claimedUntil > now;
  if (action !== 'CLAIM' && !isClaimed && step.kept.settings.CURATION_CLAIM_REQUIRED)
    throw workflowConflict(workflow, 'Claim it before you decide.', { nextStep: null });
  return { workflow, status };
}
