import { none, type Invariant } from './invariant';

/** What is on show is what was approved. */
export const publishedInvariants: readonly Invariant[] = [
  {
    name: 'an event that was turned into spam is not shown as such, unless a person approved it',
    async check(city) {
      const shown = await city.rows<{ id: string; title: string }>(
        'events',
        `SELECT id, title FROM events WHERE status = 'PUBLISHED' AND title LIKE 'WIN FREE CASH%'`,
      );
      const approved = await city.rows<{ id: string }>(
        'curation',
        `SELECT DISTINCT event_id AS id FROM decisions WHERE event_id = ANY ($1) AND NOT automatic AND decision = 'APPROVE'
           AND workflow_id IN (SELECT id FROM workflows WHERE revision_id IS NOT NULL)`,
        [shown.map(({ id }) => id)],
      );
      const known = new Set(approved.map(({ id }) => id));
      return shown.filter(({ id }) => !known.has(id)).map((event) => JSON.stringify(event));
    },
  },
  none(
    'an event has at most one revision that waits',
    'events',
    `SELECT event_id AS event, count(*)::int AS waiting FROM event_revisions WHERE status = 'PENDING' GROUP BY event_id HAVING count(*) > 1`,
  ),
  {
    name: 'a revision that waits is before somebody',
    async check(city) {
      const waiting = await city.rows<{ id: string; event: string }>(
        'events',
        `SELECT r.id, r.event_id AS event FROM event_revisions r JOIN events e ON e.id = r.event_id
         WHERE r.status = 'PENDING' AND e.status = 'PUBLISHED'`,
      );
      const known = await city.rows<{ id: string }>(
        'curation',
        `SELECT revision_id AS id FROM workflows WHERE revision_id = ANY ($1) AND in_queue`,
        [waiting.map(({ id }) => id)],
      );
      const queued = new Set(known.map(({ id }) => id));
      return waiting.filter(({ id }) => !queued.has(id)).map((revision) => JSON.stringify(revision));
    },
  },
  none(
    'an event is what the last version of its history says',
    'events',
    `SELECT e.id AS event, e.version, v.version AS recorded,
       jsonb_build_array(e.status, e.title, e.venue_id, e.starts_at, c.capacity, c.pending_capacity) AS "is",
       jsonb_build_array(v.snapshot -> 'status', v.snapshot -> 'title', v.snapshot -> 'venue' -> 'id', v.snapshot -> 'startsAt',
         v.snapshot -> 'capacity') AS says
     FROM events e LEFT JOIN attendance_counts c ON c.event_id = e.id
     LEFT JOIN LATERAL (SELECT h.version, h.snapshot FROM event_versions h WHERE h.event_id = e.id ORDER BY h.version DESC LIMIT 1) v ON TRUE
     WHERE v.version IS DISTINCT FROM e.version OR v.snapshot ->> 'status' <> e.status::text OR v.snapshot ->> 'title' <> e.title
       OR v.snapshot -> 'venue' ->> 'id' IS DISTINCT FROM e.venue_id::text
       OR (v.snapshot ->> 'startsAt')::timestamptz <> e.starts_at
       OR (v.snapshot ->> 'capacity')::int IS DISTINCT FROM coalesce(c.pending_capacity, c.capacity)`,
  ),
  none(
    'every open flag of an event that is on show is before somebody',
    'curation',
    `SELECT f.id, f.event_id AS event, f.reason FROM flags f JOIN event_copies e ON e.event_id = f.event_id
     WHERE f.status = 'OPEN' AND e.status = 'PUBLISHED' AND NOT e.deleted
       AND NOT EXISTS (SELECT 1 FROM workflows w WHERE w.event_id = f.event_id AND w.in_queue)`,
  ),
  none(
    'one version of a workflow is decided once',
    'curation',
    `SELECT workflow_id AS workflow, workflow_version AS version, count(*)::int AS decisions FROM decisions
     GROUP BY workflow_id, workflow_version HAVING count(*) > 1`,
  ),
];
