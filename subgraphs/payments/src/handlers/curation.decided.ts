import type { Handler } from '../context';

/**
 * Remembers the curator who approved an event. Versions count within one workflow; of two workflows the later decision counts, which
 * `keepNewer` cannot say.
 */
export const curationDecided: Handler<'curation.decided'> = async ({ payload: decision }, { tx }) => {
  const curatorId = decision.status === 'APPROVED' ? decision.curatorId : null;
  await tx.$executeRaw`
    INSERT INTO event_curators (event_id, workflow_id, version, curator_id, decided_at)
    VALUES (${decision.eventId}::uuid, ${decision.workflowId}::uuid, ${decision.version}, ${curatorId}::uuid, ${decision.decidedAt}::timestamptz)
    ON CONFLICT (event_id) DO UPDATE SET workflow_id = excluded.workflow_id, version = excluded.version, curator_id = excluded.curator_id,
      decided_at = excluded.decided_at
    WHERE CASE WHEN event_curators.workflow_id = excluded.workflow_id THEN excluded.version > event_curators.version
               ELSE excluded.decided_at > event_curators.decided_at END`;
};
