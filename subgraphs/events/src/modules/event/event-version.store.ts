import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { recordedOf } from './event-version';
import type { WholeEvent } from './event.types';

/** One event after a change of it, and what changed it. */
export interface ChangedEvent {
  event: WholeEvent;
  change: EventChanged['change'];
}

/**
 * Writes the histories of events on: one statement for any number of them, in the transaction that changed them. What differs from the
 * version before is found there, so that the writer need not have read it. `by`: the person who changed them; null where nobody did.
 */
export async function recordVersions({ tx }: Step, changed: readonly ChangedEvent[], by: string | null): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ event, change }) => ({
    ...{ id: event.id, version: event.version, at: event.updatedAt, change },
    snapshot: recordedOf(event),
  }));
  await tx.$executeRaw`
    INSERT INTO event_versions (event_id, version, change, changed_by_id, changed_at, changed_fields, snapshot)
    SELECT r.id, r.version, r.change, ${by}::uuid, r.at,
      ARRAY(SELECT n.key FROM jsonb_each(r.snapshot) n WHERE jsonb_exists(past.snapshot, n.key) AND n.value IS DISTINCT FROM past.snapshot -> n.key),
      r.snapshot
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, version int, at timestamptz, change text, snapshot jsonb)
    LEFT JOIN LATERAL (SELECT v.snapshot FROM event_versions v WHERE v.event_id = r.id ORDER BY v.version DESC LIMIT 1) past ON TRUE`;
}

/** Who changed what is forgotten with the person, and so are the private places that nobody keeps any more. After `forgetVenues`. */
export async function forgetInVersions({ tx }: Step, userId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE event_versions v SET snapshot = jsonb_set(v.snapshot, '{venue}', 'null')
    WHERE v.event_id IN (SELECT mine.event_id FROM event_versions mine WHERE mine.changed_by_id = ${userId}::uuid)
      AND v.snapshot -> 'venue' ->> 'id' IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM venues p WHERE p.id = (v.snapshot -> 'venue' ->> 'id')::uuid)`;
  await tx.eventVersion.updateMany({ where: { changedById: userId }, data: { changedById: null } });
}
