import { notAllowed, notFound } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Context, Step } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent } from '../event/event-visibility';
import { statusAfter, type WorkflowAction } from '../workflow/workflow-status';
import { workflowConflict } from '../workflow/workflow.refusals';
import type { WorkflowService } from '../workflow/workflow.service';
import { advanceWorkflow, announceStatus, tellDecided, type WorkflowChanges } from '../workflow/workflow.store';
import type { ClaimReview, DecideReview } from './decision.input';
import { recordDecision } from './decision.store';

/** What a curator does with a workflow. */
export class DecisionService {
  constructor(
    private readonly ctx: Context,
    private readonly workflows: WorkflowService,
  ) {}

  async claim(input: ClaimReview): Promise<Workflow> {
    await this.ctx.change('claimReview', input, async (step) => {
      const { workflow, status } = await this.requireOpen(step, input, 'CLAIM');
      const claimedUntil = new Date(step.now.getTime() + step.kept.settings.CURATION_CLAIM_MINUTES * 60_000);
      const claimed = await advanceOrRefuse(step, workflow, { status, curatorId: this.ctx.viewer.id, claimedUntil });
      if (claimed.status !== workflow.status) announceStatus(step, claimed);
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  async decide(input: DecideReview): Promise<Workflow> {
    await this.ctx.change('decideReview', input, async (step) => {
      const { tx, now } = step;
      const { decision, version: onVersion, reason = null, qualityScore = null, flags: verdicts } = input;
      const [curatorId, notes] = [this.ctx.viewer.id, input.notes || null];
      const { workflow, status } = await this.requireOpen(step, input, decision);
      const decided = await advanceOrRefuse(step, workflow, {
        status,
        inQueue: false,
        curatorId,
        claimedUntil: null,
        notes,
        decidedAt: now,
        ...(qualityScore !== null && { qualityScore, curatorScore: qualityScore }),
      });
      await recordDecision(step, decided, { decision, reason, notes, qualityScore, onVersion, curatorId, verdicts });
      const assessment = decided.assessmentId ? await tx.assessment.findUnique({ where: { id: decided.assessmentId } }) : null;
      await tellDecided(step, decided, assessment, { curatorId });
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  /** Checks all that must hold before an action; returns the workflow as read and the status that follows. */
  private async requireOpen(
    step: Step,
    { workflowId, version }: ClaimReview,
    action: WorkflowAction,
  ): Promise<{ workflow: Workflow; status: CurationStatus }> {
    const { viewer } = this.ctx;
    const { tx, now } = step;
    const workflow = await tx.workflow.findUnique({ where: { id: workflowId } });
    if (!workflow) throw notFound('This workflow');
    const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: workflow.eventId }, omit: { signature: true } });
    if (isOwnEvent(event, viewer.id, await rolesNow(step, event, viewer.id))) throw notAllowed('Somebody else must review your own event.');
    const status = statusAfter(workflow.status, action);
    if (workflow.version !== version || !workflow.inQueue || !status)
      throw workflowConflict(workflow, 'It was changed or decided meanwhile. Read it again.');
    const isClaimedByOther =
      workflow.curatorId !== null && workflow.curatorId !== viewer.id && workflow.claimedUntil !== null && workflow.claimedUntil > now;
    // Nothing that the viewer reads again ends the claim; it ends by itself.
    if (isClaimedByOther) throw workflowConflict(workflow, 'Another curator has claimed it.', { nextStep: 'WAIT' });
    return { workflow, status };
  }
}

async function advanceOrRefuse(step: Step, workflow: Workflow, changes: WorkflowChanges): Promise<Workflow> {
  const changed = await advanceWorkflow(step, workflow, changes);
  if (changed) return changed;
  const present = await step.tx.workflow.findUniqueOrThrow({ where: { id: workflow.id } });
  throw workflowConflict(present, 'Somebody else was faster. Read it again.');
}
