import { invalidInput, notFound } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Context, Step } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { workflowConflict } from '../workflow/workflow.refusals';
import type { WorkflowService } from '../workflow/workflow.service';
import { announceStatus } from '../workflow/workflow.store';
import type { ClaimReview } from './decision.input';
import { advanceOrRefuse, claimEnds } from './decision.store';
import { requireOpenReview } from './review-decision.store';
import { mayTakeReview } from './review-taker.store';

/** What becomes of a claim of a workflow beside a decision. */
export class ReviewClaimService {
  constructor(
    private readonly ctx: Context,
    private readonly workflows: WorkflowService,
  ) {}

  /** Back to what it was before somebody took it. */
  async release(input: ClaimReview): Promise<Workflow> {
    const { viewer } = this.ctx;
    await this.ctx.change('releaseReview', input, async (step) => {
      const workflow = await this.requireClaimed(step, input.workflowId, viewer.role === 'admin');
      if (workflow.version !== input.version) throw workflowConflict(workflow, 'It was changed or decided meanwhile. Read it again.');
      if (!workflow.inQueue || !workflow.claimedUntil) throw workflowConflict(workflow, 'Nobody has claimed it.');
      const status = await this.statusBefore(step, workflow);
      const deed = { act: 'RELEASED', actorId: viewer.id } as const;
      const released = await advanceOrRefuse(step, workflow, { status, curatorId: null, claimedUntil: null }, deed);
      if (!released.revisionId) announceStatus(step, released);
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  async handOver(input: ClaimReview & { toUserId: string }): Promise<Workflow> {
    const { toUserId } = input;
    await this.ctx.change('handOverReview', input, async (step) => {
      const { workflow, status } = await requireOpenReview(step, this.ctx.viewer.id, input, 'CLAIM');
      if (!(await mayTakeReview(step, workflow, toUserId))) throw invalidInput('toUserId', 'must be somebody who may judge it');
      const deed = { act: 'HANDED_OVER', actorId: this.ctx.viewer.id } as const;
      await advanceOrRefuse(step, workflow, { status, curatorId: toUserId, claimedUntil: claimEnds(step) }, deed);
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  /** Only the claimer's, unless the viewer may end everybody's. */
  private async requireClaimed(step: Step, workflowId: string, everybodys: boolean): Promise<Workflow> {
    const workflow = await step.tx.workflow.findUnique({ where: { id: workflowId } });
    if (!workflow) throw notFound('This workflow');
    if (workflow.curatorId !== this.ctx.viewer.id && !everybodys) throw workflowConflict(workflow, 'Another curator has claimed it.');
    return workflow;
  }

  private async statusBefore({ tx }: Step, { id: workflowId, status }: Workflow): Promise<CurationStatus> {
    const before = await tx.workflowVersion.findFirst({
      where: { workflowId, status: { not: 'IN_REVIEW' } },
      orderBy: { version: 'desc' },
      select: { status: true },
    });
    return status === 'IN_REVIEW' ? (before?.status ?? 'PENDING') : status;
  }
}
