import type { FactOf } from '@marquee/platform';
import type { CurationDecided, Topics } from '@marquee/schema/topics';
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
