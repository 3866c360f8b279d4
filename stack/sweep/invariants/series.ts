import { none, type Invariant } from './invariant';

/** Events that are held again and again. */
export const seriesInvariants: readonly Invariant[] = [
  none(
    'what is made for a series is its owner’s, and on show only where the series is',
    'events',
    `SELECT e.id, e.status, e.series_role, s.status AS series FROM events e JOIN event_series s ON s.id = e.series_id
     WHERE e.creator_id <> s.creator_id OR e.organization_id IS DISTINCT FROM s.organization_id
        OR (e.series_role = 'FOLLOWS' AND e.status = 'PUBLISHED' AND s.status IN ('DRAFT', 'CANCELLED') AND e.starts_at > e.updated_at)`,
  ),
  none(
    'a change that waits for a whole series is proposed by an event of it',
    'events',
    `SELECT r.id, r.series_id, e.series_id AS now FROM event_revisions r JOIN events e ON e.id = r.event_id
     WHERE r.series_id IS NOT NULL AND r.status = 'PENDING' AND e.series_id IS DISTINCT FROM r.series_id`,
  ),
];
