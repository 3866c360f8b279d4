import { isId, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Assessment, Workflow } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { isCurator } from '../event/event-visibility';
import { stagesOf } from './workflow-stages';
import { followStatus } from './workflow.stream';

export class WorkflowService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** For curators, and those who can mend its event; null for everybody else. */
  async byId(workflowId: string): Promise<Workflow | null> {
    const { loaders } = this.ctx;
    const workflow = isId(workflowId) ? await loaders.workflowById.load(workflowId) : null;
    return workflow && (await this.events.isInside(workflow.eventId)) ? workflow : null;
  }

  async require(workflowId: string): Promise<Workflow> {
    const workflow = await this.byId(workflowId);
    if (!workflow) throw notFound('This workflow');
    return workflow;
  }

  /** Null for everybody but curators. */
  forCurators<T>(read: () => T): T | null {
    return isCurator(this.ctx.caller.viewer) ? read() : null;
  }

  /** Its latest screening; null before it is done. */
  async assessment({ assessmentId }: Workflow): Promise<Assessment | null> {
    return assessmentId ? this.ctx.loaders.assessmentById.load(assessmentId) : null;
  }

  async stages(workflow: Workflow) {
    const { decisionsByWorkflowId, flagsByWorkflowId } = this.ctx.loaders;
    const [assessment, decisions, flags] = await Promise.all([
      this.assessment(workflow),
      decisionsByWorkflowId.load(workflow.id),
      flagsByWorkflowId.load(workflow.id),
    ]);
    return stagesOf({ workflow, assessment, decision: decisions.filter((one) => !one.automatic).at(-1) ?? null, flags });
  }

  statusChanges(eventId: string) {
    return followStatus(this.ctx, eventId);
  }
}
