import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { screenEvent, type Findings } from '../assessment/screening.store';
import { dropAppeal } from '../appeal/appeal.store';
import { recordDecision } from '../decision/decision.store';
import { isAlive, isOverOnShow, isRefused } from '../event/event-snapshot';
import { keepEvent, lockEvents } from '../event/event.store';
import { openFlagsOf, rankOf } from '../queue/queue.store';
import { approvedRevision } from '../revision/revision.store';
import { beginWorkflow } from '../workflow/workflow-begin.store';
import { isOpen } from '../workflow/workflow-status';
import { advanceWorkflow, announceStatus, lockCurrentWorkflow, tellDecided } from '../workflow/workflow.store';
import { isTrustedCreator } from '../trust/creator-trust.store';
import { screenAgain } from './rescreening.store';

// How events come into curation: what the events subgraph tells begins workflows, restarts them, takes them out of the queue. Each fact
// causes a bounded amount of work: an event that was submitted is screened at once, imported ones by the job, a few at a time.

/** The event's creator asks for approval. Late, repeated and outdated submissions change nothing. */
export async function takeSubmission(step: Step, event: EventChanged): Promise<void> {
  await lockEvents(step, [event.eventId]);
  await keepEvent(step, event);
  const copy = await step.tx.eventCopy.findUniqueOrThrow({ where: { eventId: event.eventId } });
  if (copy.deleted || (copy.version > event.version && copy.status !== 'PENDING_REVIEW')) return;
  const current = await lockCurrentWorkflow(step, event.eventId);
  if (current && current.eventVersion >= event.version) return;
  const dropped = current && (await dropAppeal(step, current));
  if (current && !dropped && isOpen(current.status)) await screenAgain(step, current, copy);
  else await beginSubmission(step, copy, (current?.submission ?? 0) + 1);
}

/** Anything else happened to an event. */
export async function followEvent(step: Step, event: EventChanged): Promise<void> {
  await lockEvents(step, [event.eventId]);
  const change = await keepEvent(step, event);
  if (!change) return;
  const { previous, current: copy } = change;
  // Every workflow begins with a copy: where there was no copy, there is no workflow.
  // Locked, because a claim or a decision in this moment would leave what follows without effect.
  const workflow = previous && (await lockCurrentWorkflow(step, event.eventId));
  if (!workflow) {
    if (copy.status === 'PUBLISHED' && !copy.deleted) await beginApproved(step, copy, !followsSeries(event));
    return;
  }
  // What it says was judged where its series was: by the event by which that was approved.
  const contentChanged = previous.contentHash !== copy.contentHash && !(workflow.status === 'APPROVED' && followsSeries(event));
  const followed = await followCopy(step, workflow, copy, contentChanged);
  // The events subgraph has taken a decision in: readers who waited for it may look now. Told is the version that this step made, because
  // readers pass over one that they have.
  if (previous.status !== copy.status) announceStatus(step, followed ?? workflow);
}

/** Returns the workflow's next version; null when it has none. */
async function followCopy(step: Step, workflow: Workflow, copy: EventCopy, contentChanged: boolean): Promise<Workflow | null> {
  // A refused event with an open workflow is one whose owner has appealed.
  if (!isAlive(copy) && !(isRefused(copy) && isOpen(workflow.status))) {
    if (!workflow.inQueue && !workflow.screeningDue) return null;
    // It is over, and still on show: what people object to is read all the same.
    if (isOverOnShow(copy) && (await openFlagsOf(step, workflow.id)).length > 0) return null;
    const out = { inQueue: false, screeningDue: false, curatorId: null, claimedUntil: null };
    return (await dropAppeal(step, workflow)) ?? advanceWorkflow(step, workflow, out);
  }
  if (isOpen(workflow.status) || (workflow.status === 'APPROVED' && copy.status === 'PUBLISHED'))
    return followText(step, workflow, copy, contentChanged);
  return null;
}

/** A workflow is about the event's present version; what must be asked again depends on what changed. */
async function followText(step: Step, workflow: Workflow, copy: EventCopy, contentChanged: boolean): Promise<Workflow | null> {
  if (!contentChanged) {
    // To a curator it is the same event, so the workflow keeps its version; but a decision must name the event's present one.
    await step.tx.workflow.update({ where: { id: workflow.id }, data: { eventVersion: copy.version } });
    return null;
  }
  if (isOpen(workflow.status)) return screenAgain(step, workflow, copy);
  // A change that was approved has gone on show: what was found about it counts for the event now.
  const revised = await approvedRevision(step, copy);
  if (revised) return takeOver(step, workflow, revised, copy);
  // A curator approved another text. The job looks at this one.
  return advanceWorkflow(step, workflow, { screeningDue: true, curatorScore: null, eventVersion: copy.version });
}

async function takeOver(step: Step, workflow: Workflow, revised: Workflow, copy: EventCopy): Promise<Workflow | null> {
  const { assessmentId, qualityScore, curatorScore } = revised;
  const scores = { assessmentId, qualityScore, curatorScore };
  const changed = await advanceWorkflow(step, workflow, { ...scores, screeningDue: false, eventVersion: copy.version });
  const assessment = assessmentId ? await step.tx.assessment.findUnique({ where: { id: assessmentId } }) : null;
  if (changed) await tellDecided(step, changed, assessment, { rescored: true });
  return changed;
}

/** A first submission, or one after a workflow that is closed. */
async function beginSubmission(step: Step, copy: EventCopy, submission: number): Promise<void> {
  const findings = await screenEvent(step, copy);
  const queueRank = await rankOf(step, copy, { status: 'PENDING', queuedAt: step.now }, findings);
  const state = { status: 'PENDING', inQueue: true, queueRank, screeningDue: false, qualityScore: findings.overall } as const;
  const workflow = await beginWorkflow(step, copy, submission, state, findings);
  if (findings.recommendation === 'PASS' && (await isTrustedCreator(step, copy.creatorId))) await approveByItself(step, workflow, findings);
  else announceStatus(step, workflow);
}

/** An occurrence of a series that was approved, as the series says. */
const followsSeries = ({ occurrence }: EventChanged): boolean => occurrence === 'FOLLOWS';

/** It was published without us: imported, with its series, or before we were there. Screened soon, by the job, unless it was with its series. */
async function beginApproved(step: Step, copy: EventCopy, screeningDue: boolean): Promise<void> {
  const state = { status: 'APPROVED', inQueue: false, queueRank: 0, screeningDue, qualityScore: null } as const;
  await beginWorkflow(step, copy, 1, state, null);
}

async function approveByItself(step: Step, workflow: Workflow, findings: Findings): Promise<void> {
  const approved = await advanceWorkflow(step, workflow, { status: 'APPROVED', inQueue: false, decidedAt: step.now });
  if (!approved) return;
  const decision = { decision: 'APPROVE', reason: null, notes: null, qualityScore: null, curatorId: null } as const;
  await recordDecision(step, approved, { ...decision, onVersion: workflow.version });
  await tellDecided(step, approved, findings);
}
