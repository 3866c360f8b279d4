import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { keepAssessment, type Findings } from '../assessment/screening.store';
import { announceInQueue, keepVersion } from './workflow.store';

/** Begins a workflow about an event, or about a proposed change of one, with what its screening found. */
export async function beginWorkflow(
  step: Step,
  { eventId, creatorId, version }: Pick<EventCopy, 'eventId' | 'creatorId' | 'version'>,
  submission: number,
  state: Pick<Workflow, 'status' | 'inQueue' | 'queueRank' | 'screeningDue' | 'qualityScore'> & { revisionId?: string },
  findings: Findings | null,
): Promise<Workflow> {
  const { tx, now } = step;
  const assessmentId = findings && randomUUID();
  const base = { id: randomUUID(), eventId, creatorId, eventVersion: version, submission, assessmentId };
  const { revisionId } = state;
  const subject = revisionId
    ? { subjectKind: 'REVISION' as const, subjectId: revisionId }
    : { subjectKind: 'EVENT' as const, subjectId: eventId };
  const workflow = await tx.workflow.create({ data: { ...base, ...subject, ...state, queuedAt: now, createdAt: now } });
  await keepVersion(step, workflow);
  if (workflow.inQueue) announceInQueue(step, workflow);
  if (findings && assessmentId) await keepAssessment(step, workflow.id, findings, assessmentId);
  return workflow;
}
