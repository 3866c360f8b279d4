import { keepNewer } from '@marquee/platform';
import type { EventChanged, EventRevisionChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { screenEvent, type Findings } from '../assessment/screening.store';
import { recordDecision } from '../decision/decision.store';
import { snapshotOf, snapshotOfCopy, wordingHash } from '../event/event-snapshot';
import { copyOf, lockEvents } from '../event/event.store';
import { rankOf } from '../queue/queue.store';
import { isTrustedCreator } from '../trust/creator-trust.store';
import { beginWorkflow } from '../workflow/workflow-begin.store';
import { advanceWorkflow, currentWorkflow, tellDecided } from '../workflow/workflow.store';
import { isSmallChange } from './revision-change';
import { reasonsOf, revisionFate, type RevisionFate } from './revision-fate';

/** A change of what is published is proposed, or is over before it was decided. Each is a workflow of its own beside the event's. */
export async function takeRevision(step: Step, fact: EventRevisionChanged): Promise<void> {
  const { revisionId, version, eventId, authorId, status, changed } = fact;
  await lockEvents(step, [eventId]);
  const isGone = (await step.tx.eventCopy.count({ where: { eventId, deleted: true } })) > 0;
  const proposed = isGone ? null : fact.proposed;
  // What was proposed stays: it is what a curator approved.
  const row = { revisionId, version, eventId, authorId, status, changed, ...(proposed && { proposed }) };
  if (!(await keepNewer(step.tx, 'revision_copies', ['revisionId'], row))) return;
  if (status === 'PENDING' && proposed) await judge(step, fact, proposed);
  else await dismiss(step, revisionId);
}

/** The newest proposed change of an event that was approved, if it is what the event says now. */
export async function approvedRevision({ tx }: Step, copy: EventCopy): Promise<Workflow | null> {
  const workflow = await tx.workflow.findFirst({
    where: { eventId: copy.eventId, revisionId: { not: null }, status: 'APPROVED' },
    orderBy: { decidedAt: 'desc' },
  });
  const revision = workflow?.revisionId ? await tx.revisionCopy.findUnique({ where: { revisionId: workflow.revisionId } }) : null;
  if (!revision?.proposed) return null;
  const proposed = snapshotOf(revision.proposed as unknown as EventChanged);
  return wordingHash(proposed) === wordingHash(snapshotOfCopy(copy)) ? workflow : null;
}

async function judge(
  step: Step,
  { revisionId, eventId, authorId, changed }: EventRevisionChanged,
  proposed: NonNullable<EventRevisionChanged['proposed']>,
): Promise<void> {
  const { tx, now } = step;
  const current = await currentWorkflow(step, eventId);
  const copy = copyOf(proposed, true);
  const findings = await screenEvent(step, copy);
  const queueRank = await rankOf(step, copy, { status: 'PENDING', queuedAt: now }, findings);
  const state = { status: 'PENDING', inQueue: true, queueRank, screeningDue: false, qualityScore: findings.overall } as const;
  const workflow = await beginWorkflow(step, copy, current?.submission ?? 1, { ...state, revisionId }, findings);
  const approved = await tx.approvedContent.findUnique({ where: { eventId } });
  const newOnlineUrl = changed.includes('onlineUrl') && proposed.onlineUrl !== null;
  const fate = revisionFate(findings.recommendation, {
    trusted: await isTrustedCreator(step, authorId),
    small: isSmallChange(approved, copy, { newOnlineUrl }),
  });
  if (fate !== 'QUEUE') await decideByItself(step, workflow, fate, findings);
}

async function decideByItself(step: Step, workflow: Workflow, fate: Exclude<RevisionFate, 'QUEUE'>, findings: Findings): Promise<void> {
  const [status, decision] = fate === 'APPLY' ? (['APPROVED', 'APPROVE'] as const) : (['REJECTED', 'REJECT'] as const);
  const notes = fate === 'REFUSE' ? reasonsOf(findings, findings.flags) : null;
  const decided = await advanceWorkflow(step, workflow, { status, inQueue: false, decidedAt: step.now, notes });
  if (!decided) return;
  await recordDecision(step, decided, { decision, reason: null, notes, qualityScore: null, curatorId: null, onVersion: workflow.version });
  await tellDecided(step, decided, findings);
}

/** It was withdrawn, replaced or has nothing to change any more: nobody need decide, and who has read it meets another version. */
async function dismiss(step: Step, revisionId: string): Promise<void> {
  const workflow = await step.tx.workflow.findUnique({ where: { revisionId } });
  if (workflow?.inQueue) await advanceWorkflow(step, workflow, { inQueue: false, curatorId: null, claimedUntil: null });
}
