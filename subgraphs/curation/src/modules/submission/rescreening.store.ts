import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { keepAssessment, screenEvent } from '../assessment/screening.store';
import { lockEvents } from '../event/event.store';
import { openFlagsOf, rankOf } from '../queue/queue.store';
import { isOpen } from '../workflow/workflow-status';
import { advanceWorkflow, tellDecided } from '../workflow/workflow.store';

/** The event was changed while it waits: its new text is screened, and a decision about the old one will meet another version. */
export async function screenAgain(step: Step, workflow: Workflow, copy: EventCopy): Promise<Workflow | null> {
  const findings = await screenEvent(step, copy);
  return advanceWorkflow(step, workflow, {
    assessmentId: await keepAssessment(step, workflow.id, findings),
    qualityScore: findings.overall,
    curatorScore: null,
    eventVersion: copy.version,
    queueRank: await rankOf(step, copy, workflow, findings, await openFlagsOf(step, workflow.id)),
    inQueue: true,
    screeningDue: false,
  });
}

/**
 * Screens what is published already, if that is still due. The machine alone hides nothing: what fails comes before a curator and stays
 * as it is until then. The new score and badges are told for search.
 */
export async function screenPublished(step: Step, { id, eventId }: Pick<Workflow, 'id' | 'eventId'>): Promise<void> {
  const { tx, now } = step;
  await lockEvents(step, [eventId]);
  const workflow = await tx.workflow.findUnique({ where: { id } });
  const copy = await tx.eventCopy.findUnique({ where: { eventId } });
  if (!workflow?.screeningDue || !copy) return;
  // Nothing was decided about it yet: there is nothing to tell.
  if (copy.status === 'PENDING_REVIEW' && isOpen(workflow.status)) return void (await screenAgain(step, workflow, copy));
  const findings = await screenEvent(step, copy);
  const comesBack = findings.recommendation === 'FAIL' && !workflow.inQueue;
  const queueRank = comesBack ? await rankOf(step, copy, { status: workflow.status, queuedAt: now }, findings) : null;
  const screened = await advanceWorkflow(step, workflow, {
    assessmentId: await keepAssessment(step, id, findings),
    qualityScore: workflow.curatorScore ?? findings.overall,
    eventVersion: copy.version,
    screeningDue: false,
    ...(queueRank !== null && { inQueue: true, queuedAt: now, queueRank }),
  });
  if (screened) await tellDecided(step, screened, findings, { rescored: true });
}
