import { none, type Invariant } from './invariant';

/** Calendars elsewhere, and what came of them. */
export const eventSourceInvariants: readonly Invariant[] = [
  none(
    'what a source brought is its owner’s, once for each of its records',
    'events',
    `SELECT e.id, e.creator_id, s.owner_id, e.organization_id FROM events e JOIN event_sources s ON e.source = 'source:' || s.id
     WHERE e.creator_id <> s.owner_id OR e.organization_id IS DISTINCT FROM s.organization_id
       OR EXISTS (SELECT FROM events other WHERE other.source = e.source AND other.external_id = e.external_id AND other.id <> e.id)`,
  ),
  none(
    'a source that is gone is read no more, and nothing of it is kept but its events',
    'events',
    `SELECT w.id, w.state FROM long_work w WHERE w.kind = 'sync-source' AND w.state IN ('QUEUED', 'RUNNING')
       AND NOT EXISTS (SELECT FROM event_sources s WHERE s.work_id = w.id)`,
  ),
];
