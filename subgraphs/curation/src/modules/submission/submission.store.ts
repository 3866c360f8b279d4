import { randomUUID } from 'node:crypto';
import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { keepAssessment, screenEvent, type Findings } from '../assessment/screening.store';
import { recordDecision } from '../decision/decision.store';
import { isAlive, isOverOnShow } from '../event/event-snapshot';
import { keepEvent, lockEvents } from '../event/event.store';
import { openFlagsOf, rankOf } from '../queue/queue.store';
import { isOpen } from '../workflow/workflow-status';
import { advanceWorkflow, announceStatus, currentWorkflow, keepVersion, tellDecided } from '../workflow/workflow.store';
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
  const current = await currentWorkflow(step, event.eventId);
  if (current && current.eventVersion >= event.version) return;
  if (current && isOpen(current.status)) await screenAgain(step, current, copy);
  else await beginWorkflow(step, copy, (current?.submission ?? 0) + 1);
}

/** Anything else happened to an event. */
export async function followEvent(step: Step, event: EventChanged): Promise<void> {
  await lockEvents(step, [event.eventId]);
  const change = await keepEvent(step, event);
  if (!change) return;
  const { previous, current: copy } = change;
  // Every workflow begins with a copy: where there was no copy, there is no workflow.
  const workflow = previous && (await currentWorkflow(step, event.eventId));
  if (!workflow) {
    if (copy.status === 'PUBLISHED' && !copy.deleted) await beginApproved(step, copy);
    return;
  }
  const followed = await followCopy(step, workflow, copy, previous.contentHash !== copy.contentHash);
  // The events subgraph has taken a decision in: readers who waited for it may look now. Told is the version that this step made, because
  // readers pass over one that they have.
  if (previous.status !== copy.status) announceStatus(step, followed ?? workflow);
}

/** Returns the workflow's next version; null when it has none. */
async function followCopy(step: Step, workflow: Workflow, copy: EventCopy, contentChanged: boolean): Promise<Workflow | null> {
  if (!isAlive(copy)) {
    if (!workflow.inQueue && !workflow.screeningDue) return null;
    // It is over, and still on show: what people object to is read all the same.
    if (isOverOnShow(copy) && (await openFlagsOf(step, workflow.id)).length > 0) return null;
    return advanceWorkflow(step, workflow, { inQueue: false, screeningDue: false, curatorId: null, claimedUntil: null });
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
  // A curator approved another text. The job looks at this one.
  return advanceWorkflow(step, workflow, { screeningDue: true, curatorScore: null, eventVersion: copy.version });
}

/** A first submission, or one after a workflow that is closed. */
async function beginWorkflow(step: Step, copy: EventCopy, submission: number): Promise<void> {
  const findings = await screenEvent(step, copy);
  const queueRank = await rankOf(step, copy, { status: 'PENDING', queuedAt: step.now }, findings);
  const state = { status: 'PENDING', inQueue: true, queueRank, screeningDue: false, qualityScore: findings.overall } as const;
  const workflow = await createWorkflow(step, copy, submission, state, findings);
  if (findings.recommendation === 'PASS' && (await isTrustedCreator(step, copy.creatorId))) await approveByItself(step, workflow, findings);
  else announceStatus(step, workflow);
}

/** It was published without us: imported, or before we were there. Screened soon, by the job. */
async function beginApproved(step: Step, copy: EventCopy): Promise<void> {
  const state = { status: 'APPROVED', inQueue: false, queueRank: 0, screeningDue: true, qualityScore: null } as const;
  await createWorkflow(step, copy, 1, state, null);
}

async function createWorkflow(
  step: Step,
  { eventId, creatorId, version }: EventCopy,
  submission: number,
  state: Pick<Workflow, 'status' | 'inQueue' | 'queueRank' | 'screeningDue' | 'qualityScore'>,
  findings: Findings | null,
): Promise<Workflow> {
  const { tx, now } = step;
  const assessmentId = findings && randomUUID();
  const base = { id: randomUUID(), eventId, creatorId, eventVersion: version, submission, assessmentId };
  const workflow = await tx.workflow.create({ data: { ...base, ...state, queuedAt: now, createdAt: now } });
  await keepVersion(step, workflow);
  if (findings && assessmentId) await keepAssessment(step, workflow.id, findings, assessmentId);
  return workflow;
}

async function approveByItself(step: Step, workflow: Workflow, findings: Findings): Promise<void> {
  const approved = await advanceWorkflow(step, workflow, { status: 'APPROVED', inQueue: false, decidedAt: step.now });
  if (!approved) return;
  const decision = { decision: 'APPROVE', reason: null, notes: null, qualityScore: null, curatorId: null } as const;
  await recordDecision(step, approved, { ...decision, onVersion: workflow.version });
  await tellDecided(step, approved, findings);
}
