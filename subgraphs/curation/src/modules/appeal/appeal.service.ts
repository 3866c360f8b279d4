import { notAllowed, notFound } from '@marquee/platform';
import { givesRight } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { isAlive, isRefused } from '../event/event-snapshot';
import { rolesNow } from '../event/event-rights.store';
import { lockEvents } from '../event/event.store';
import { statusAfter } from '../workflow/workflow-status';
import { workflowConflict } from '../workflow/workflow.refusals';
import type { WorkflowService } from '../workflow/workflow.service';
import { lockCurrentWorkflow } from '../workflow/workflow.store';
import { whyNotAppealable } from './appeal-rules';
import type { AppealDecision } from './appeal.input';
import { beginAppeal, lastDecision } from './appeal.store';

/** What people say to decisions about their events. */
export class AppealService {
  constructor(
    private readonly ctx: Context,
    private readonly workflows: WorkflowService,
  ) {}

  async appeal(input: AppealDecision): Promise<Workflow> {
    const { viewer, kept } = this.ctx;
    await this.ctx.change('appealDecision', input, async (step) => {
      const { workflow, event } = await this.requireOwn(step, input.workflowId);
      const status = statusAfter(workflow.status, 'APPEAL');
      const decision = await lastDecision(step, workflow.id);
      if (!status || !decision) throw workflowConflict(workflow, 'It is not refused now.', { retryable: false });
      const appealed = { createdAt: decision.createdAt, appealed: decision.appeal !== null, decidesAppeal: decision.decides !== null };
      const reason = whyNotAppealable(appealed, kept.settings.CURATION_APPEAL_DAYS, step.now);
      if (reason) throw notAllowed(reason);
      const appeal = {
        text: input.text,
        authorId: viewer.id,
        contentHash: decision.contentHash ?? event.contentHash,
        decisionId: decision.id,
      };
      if (!(await beginAppeal(step, workflow, event, appeal))) throw workflowConflict(workflow, 'It was changed meanwhile. Read it again.');
      return workflow.id;
    });
    return this.workflows.require(input.workflowId);
  }

  /** The current workflow of an event that the viewer may edit by a role of theirs, locked with its event. */
  private async requireOwn(step: Step, workflowId: string): Promise<{ workflow: Workflow; event: Omit<EventCopy, 'signature'> }> {
    const known = await step.tx.workflow.findUnique({ where: { id: workflowId } });
    if (!known) throw notFound('This workflow');
    await lockEvents(step, [known.eventId]);
    const event = await step.tx.eventCopy.findUnique({ where: { eventId: known.eventId }, omit: { signature: true } });
    // A role, and not as staff: it is the organiser's word.
    if (!event || event.deleted || !givesRight(await rolesNow(step, event, this.ctx.viewer.id), 'EDIT')) throw notFound('This workflow');
    if (known.revisionId) throw notAllowed('A change can be proposed again.');
    const workflow = await lockCurrentWorkflow(step, known.eventId);
    if (workflow?.id !== workflowId) throw workflowConflict(known, 'The event was submitted again since.', { retryable: false });
    // Alive: the events service has not followed the decision yet.
    if (!isRefused(event) && !isAlive(event)) throw notAllowed('The event is over, or called off.');
    return { workflow, event };
  }
}
