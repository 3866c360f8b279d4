import type { FactOf } from '@marquee/platform';
import type { CurationDecided, CurationRevisionDecided, Topics } from '@marquee/schema/topics';
import type { Workflow } from '../../generated/prisma/client';
import { translationsOf } from '../canned-reason/note-texts';

/** Where the workflow of an event stands. */
export function curationDecided(
  workflow: Workflow,
  { decidedAt, ...more }: Pick<CurationDecided, 'badges' | 'curatorId' | 'rescored'> & { decidedAt: Date },
): FactOf<Topics> {
  const { id: workflowId, version, eventId, eventVersion, status, qualityScore, notes, noteTexts, creatorId } = workflow;
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
      ...translationsOf(notes, noteTexts),
      creatorId,
      decidedAt: decidedAt.toISOString(),
      ...more,
    },
  };
}

/** What was decided about a proposed change; null while nothing is, and for a workflow that is about the event itself. */
export function revisionDecided(
  { revisionId, id: workflowId, version, eventId, status, notes, noteTexts, creatorId }: Workflow,
  { decidedAt, ...more }: Pick<CurationRevisionDecided, 'authorId' | 'curatorId'> & { decidedAt: Date },
): FactOf<Topics> | null {
  if (!revisionId || !isVerdict(status)) return null;
  return {
    topic: 'curation.revision_decided',
    key: eventId,
    payload: {
      ...{ revisionId, workflowId, version, eventId, status, notes, ...translationsOf(notes, noteTexts), creatorId },
      ...more,
      decidedAt: decidedAt.toISOString(),
    },
  };
}

const isVerdict = (status: string): status is CurationRevisionDecided['status'] =>
  ['APPROVED', 'NEEDS_REVISION', 'REJECTED'].includes(status);
