import { notAllowed, notFound } from '@marquee/platform';
import { isOnShow } from '@marquee/schema/rules/event-visibility';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Context, Step } from '../../context';
import { Prisma, type Workflow } from '../../generated/prisma/client';
import { appealedCurator } from '../appeal/appeal.store';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf } from '../canned-reason/note-texts';
import { requireAnswers } from '../checklist/checklist.store';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent, onShowOf } from '../event/event-visibility';
import { lockEvents } from '../event/event.store';
import { statusAfter, type WorkflowAction } from '../workflow/workflow-status';
import { workflowConflict } from '../workflow/workflow.refusals';
import type { WorkflowService } from '../workflow/workflow.service';
import { announceStatus, lockCurrentWorkflow, tellDecided } from '../workflow/workflow.store';
import { later } from './claim-end';
import type { ClaimReview, DecideReview, RestoreEvent, TakeDownEvent } from './decision.input';
import { advanceOrRefuse, claimEnds, recordDecision, type NewDecision } from './decision.store';

const APPEALED_AGAINST = 'Somebody else must decide about an appeal against your decision.';

/** What a curator does with a workflow. */
export class DecisionService {
  constructor(
    private readonly ctx: Context,
    private readonly workflows: WorkflowService,
  ) {}

  async claim(input: ClaimReview): Promise<Workflow> {
    await this.ctx.change('claimReview', input, async (step) => {
      const { workflow, status } = await this.requireOpen(step, input, 'CLAIM');
      const { id: curatorId } = this.ctx.viewer;
      const claimedUntil = later(claimEnds(step), workflow.curatorId === curatorId ? workflow.claimedUntil : null);
      const claimed = await advanceOrRefuse(step, workflow, { status, curatorId, claimedUntil });
      if (claimed.status !== workflow.status && !claimed.revisionId) announceStatus(step, claimed);
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  async decide(input: DecideReview): Promise<Workflow> {
    await this.ctx.change('decideReview', input, async (step) => {
      const { decision, version: onVersion, notes, qualityScore = null, flags, flagDecisions } = input;
      const verdicts = [...flagDecisions, ...flags];
      const { workflow, status } = await this.requireOpen(step, input, decision);
      const fits = { kind: workflow.subjectKind, decision };
      const canned = await requireFitting(step, input.cannedReasonId, fits);
      const answers = await requireAnswers(step, input.checklist, fits);
      const reason = input.reason ?? (decision === 'REJECT' ? (canned?.reason ?? null) : null);
      const said = { decision, reason, ...saidOf(canned, notes), ...answers, qualityScore, verdicts };
      await this.conclude(step, workflow, status, { ...said, onVersion });
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  /** No claim holds it up: what does harm goes first, and the claimer reads of it in their conflict. */
  async takeDown(input: TakeDownEvent): Promise<Workflow> {
    const { eventId, reason, notes } = input;
    const workflowId = await this.ctx.change('takeDownEvent', input, async (step) => {
      const { workflow, event } = await this.requireOthers(step, eventId);
      const status = statusAfter(workflow.status, 'REJECT');
      if (!status || !isOnShow(onShowOf(event))) throw workflowConflict(workflow, 'It is not on show.', { retryable: false });
      const said = { decision: 'REJECT', reason, notes, qualityScore: null } as const;
      await this.conclude(step, workflow, status, { ...said, onVersion: workflow.version });
      return workflow.id;
    });
    return this.workflows.require(workflowId);
  }

  /** What its creator may have changed since is what goes on show: the curator names the version that they have read. */
  async restore(input: RestoreEvent): Promise<Workflow> {
    const { eventId, eventVersion, notes, cannedReasonId } = input;
    const workflowId = await this.ctx.change('restoreEvent', input, async (step) => {
      const { workflow, event } = await this.requireOthers(step, eventId);
      const status = statusAfter(workflow.status, 'RESTORE');
      if (!status || !event.wasPublished) throw workflowConflict(workflow, 'It was not taken down.', { retryable: false });
      if (event.version !== eventVersion)
        throw workflowConflict(workflow, `The event is at version ${event.version} by now. Read it again.`);
      const canned = await requireFitting(step, cannedReasonId, { kind: 'EVENT', decision: 'RESTORE' });
      const said = { decision: 'APPROVE', reason: null, ...saidOf(canned, notes), qualityScore: null } as const;
      await this.conclude(step, workflow, status, { ...said, onVersion: workflow.version, eventVersion });
      return workflow.id;
    });
    return this.workflows.require(workflowId);
  }

  /** Decides: the workflow's next version, the history, the flags, and the fact. */
  private async conclude(
    step: Step,
    workflow: Workflow,
    status: CurationStatus,
    { eventVersion = workflow.eventVersion, ...made }: Omit<NewDecision, 'curatorId'> & { eventVersion?: number },
  ): Promise<void> {
    const { tx, now } = step;
    const { notes, noteTexts = Prisma.DbNull, qualityScore } = made;
    const curatorId = this.ctx.viewer.id;
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

  /** The event, which must be somebody else's, and its workflow, locked. */
  private async requireOthers(step: Step, eventId: string) {
    await lockEvents(step, [eventId]);
    const event = await step.tx.eventCopy.findUnique({ where: { eventId }, omit: { signature: true } });
    const workflow = event && !event.deleted ? await lockCurrentWorkflow(step, eventId) : null;
    if (!event || !workflow) throw notFound('This event');
    const { id: viewerId } = this.ctx.viewer;
    if (isOwnEvent(event, viewerId, await rolesNow(step, event, viewerId))) throw notAllowed('Somebody else must judge your own event.');
    // Also before the events service has followed: an event that is appealed about may still be on show.
    if ((await appealedCurator(step, workflow.id)) === viewerId) throw notAllowed(APPEALED_AGAINST);
    return { event, workflow };
  }

  /** Checks all that must hold before an action; returns the workflow as read and the status that follows. */
  async requireOpen(
    step: Step,
    { workflowId, version }: ClaimReview,
    action: WorkflowAction,
  ): Promise<{ workflow: Workflow; status: CurationStatus }> {
    const { viewer } = this.ctx;
    const { tx, now } = step;
    const workflow = await tx.workflow.findUnique({ where: { id: workflowId } });
    if (!workflow) throw notFound('This workflow');
    const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: workflow.eventId }, omit: { signature: true } });
    const revision = workflow.revisionId ? await tx.revisionCopy.findUnique({ where: { revisionId: workflow.revisionId } }) : null;
    if (revision?.authorId === viewer.id || isOwnEvent(event, viewer.id, await rolesNow(step, event, viewer.id)))
      throw notAllowed('Somebody else must review your own event.');
    if ((await appealedCurator(step, workflowId)) === viewer.id) throw notAllowed(APPEALED_AGAINST);
    const status = statusAfter(workflow.status, action);
    if (workflow.version !== version || !workflow.inQueue || !status)
      throw workflowConflict(workflow, 'It was changed or decided meanwhile. Read it again.');
    const isClaimedByOther =
      workflow.curatorId !== null && workflow.curatorId !== viewer.id && workflow.claimedUntil !== null && workflow.claimedUntil > now;
    // Nothing that the viewer reads again ends the claim; it ends by itself.
    if (isClaimedByOther) throw workflowConflict(workflow, 'Another curator has claimed it.', { nextStep: 'WAIT' });
    const isClaimed = workflow.curatorId === viewer.id && workflow.claimedUntil !== null && workflow.claimedUntil > now;
    if (action !== 'CLAIM' && !isClaimed && step.kept.settings.CURATION_CLAIM_REQUIRED)
      throw workflowConflict(workflow, 'Claim it before you decide.', { nextStep: null });
    return { workflow, status };
  }
}
