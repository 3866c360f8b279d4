import { notAllowed, notFound } from '@marquee/platform';
import { isOnShow } from '@marquee/schema/rules/event-visibility';
import type { Context, Step } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { appealedCurator } from '../appeal/appeal.store';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf } from '../canned-reason/note-texts';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent, onShowOf } from '../event/event-visibility';
import { lockEvents } from '../event/event.store';
import { statusAfter } from '../workflow/workflow-status';
import { workflowConflict } from '../workflow/workflow.refusals';
import type { WorkflowService } from '../workflow/workflow.service';
import { announceStatus, lockCurrentWorkflow } from '../workflow/workflow.store';
import { later } from './claim-end';
import type { ClaimReview, DecideReview, RestoreEvent, TakeDownEvent } from './decision.input';
import { advanceOrRefuse, claimEnds } from './decision.store';
import { APPEALED_AGAINST, concludeReview, decideReviewAs, requireOpenReview } from './review-decision.store';

/** What a curator does with a workflow. */
export class DecisionService {
  constructor(
    private readonly ctx: Context,
    private readonly workflows: WorkflowService,
  ) {}

  async claim(input: ClaimReview): Promise<Workflow> {
    await this.ctx.change('claimReview', input, async (step) => {
      const { workflow, status } = await requireOpenReview(step, this.ctx.viewer.id, input, 'CLAIM');
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
      await decideReviewAs(step, this.ctx.viewer.id, input);
      return input.workflowId;
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
      await concludeReview(step, this.ctx.viewer.id, workflow, status, { ...said, onVersion: workflow.version });
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
      await concludeReview(step, this.ctx.viewer.id, workflow, status, { ...said, onVersion: workflow.version, eventVersion });
      return workflow.id;
    });
    return this.workflows.require(workflowId);
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
}
