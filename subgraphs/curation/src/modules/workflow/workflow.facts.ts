import type { FactOf } from '@marquee/platform';
import type { CurationDecided, CurationRevisionDecided, Topics } from '@marquee/schema/topics';
import type { Workflow } from '../../generated/prisma/client';

/** Where the workflow of an event stands. */
export function curationDecided(
  workflow: Workflow,
  { decidedAt, ...more }: Pick<CurationDecided, 'badges' | 'curatorId' | 'rescored'> & { decidedAt: Date },
): FactOf<Topics> {
  const { id: workflowId, version, eventId, eventVersion, status, qualityScore, notes, creatorId } = workflow;
  return {
    topic: 'curation.decided',
    key: eventId,
    payload: {
      workflowId,
      version,
      eventId,
      eventVersion,
      status,
      qualityScore,
      notes,
      creatorId,
      decidedAt: decidedAt.toISOString(),
      ...more,
    },
  };
}

/** What was decided about a proposed change; null while nothing is, and for a workflow that is about the event itself. */
export function revisionDecided(
  { revisionId, id: workflowId, version, eventId, status, notes, creatorId }: Workflow,
  { decidedAt, ...more }: Pick<CurationRevisionDecided, 'authorId' | 'curatorId'> & { decidedAt: Date },
): FactOf<Topics> | null {
  if (!revisionId || !isVerdict(status)) return null;
  return {
    topic: 'curation.revision_decided',
    key: eventId,
    payload: { revisionId, workflowId, version, eventId, status, notes, creatorId, ...more, decidedAt: decidedAt.toISOString() },
  };
}

const isVerdict = (status: string): status is CurationRevisionDecided['status'] =>
  ['APPROVED', 'NEEDS_REVISION', 'REJECTED'].includes(status);
