import type { Client, PoolClient } from 'pg';
import type { QueueSelection } from '../src/modules/queue/queue-entries.sql';

const CURATOR = '00000000-0000-4000-8000-00000000000c';
const VIEWER = '00000000-0000-4000-8000-00000000000d';
const KINDS = ['EVENT', 'REVISION', 'REVIEW', 'MESSAGE', 'PROFILE', 'POST', 'COMMENT', 'GROUP', 'VENUE', 'ORGANIZATION'] as const;

/** So many that wait. Returns the time by the database, and a place in the midst of the queue. */
export async function fillQueue(client: Client | PoolClient, waiting: number): Promise<{ now: Date; middle: number }> {
  await client.query('SET statement_timeout = 0');
  // Most of one kind, few of the last; cities and categories as unequal as they are; one in fifty claimed, one in five hundred urgent.
  await client.query(
    `INSERT INTO queue_entries (id, kind, subject_id, author_id, urgent, queue_rank, place, queued_at, curator_id, claimed_until, category_slug, city, language)
     SELECT gen_random_uuid(), (ARRAY['EVENT','EVENT','EVENT','MESSAGE','MESSAGE','REVIEW','REVISION','PROFILE','POST','COMMENT'])[1 + n % 10]::"SubjectKind",
       gen_random_uuid(), gen_random_uuid(), n % 500 = 0, r.rank, r.rank + CASE WHEN n % 500 = 0 THEN 1e7 ELSE 0 END, now() - n * interval '1 minute',
       CASE WHEN n % 50 = 0 THEN (CASE WHEN n % 1000 = 0 THEN $2::uuid ELSE gen_random_uuid() END) END,
       CASE WHEN n % 50 = 0 THEN now() + interval '30 minutes' END,
       (ARRAY['music','music','music','film','outdoors','talks','rare'])[CASE WHEN n % 10000 = 0 THEN 7 ELSE 1 + n % 6 END],
       (ARRAY['toronto','lyon','köln','sevilla','nowhere'])[CASE WHEN n % 20000 = 1 THEN 5 ELSE 1 + (random() * random() * 3.99)::int END],
       (ARRAY['en','en','fr','de','es',NULL])[1 + n % 6]
     FROM generate_series(1, $1) n, LATERAL (SELECT -1.5 * extract(epoch FROM now() - n * interval '1 minute') / 3600 + random() * 84 AS rank) r`,
    [waiting, CURATOR],
  );
  await client.query(`UPDATE queue_entries SET kind = 'GROUP' WHERE id IN (SELECT id FROM queue_entries LIMIT 40)`);
  await client.query('VACUUM ANALYZE queue_entries');
  const { rows } = await client.query<{ now: Date; middle: number }>(
    'SELECT now() AS now, percentile_cont(0.4) WITHIN GROUP (ORDER BY place) AS middle FROM queue_entries',
  );
  return rows[0]!;
}

/** Everything that waits, for somebody who has made none of it. */
export const everything = (now: Date): QueueSelection => ({
  kinds: KINDS,
  viewerId: VIEWER,
  now,
  ...{ category: null, city: null, language: null, assigneeId: null, unclaimed: null, urgent: null, queuedUntil: null },
});

/** Twenty entries, from the beginning or behind a place. */
export const page = (behind: number | null = null) => ({
  list: 'moderationQueue',
  limit: 20,
  from: behind === null ? null : ([behind, VIEWER] as [number, string]),
  backward: false,
});

/** What of it is asked for, by a name. */
export const filtersOf = (hoursAgo: (hours: number) => Date): [string, Partial<QueueSelection>][] => [
  ['nothing', {}],
  ['one kind', { kinds: ['EVENT'] }],
  ['a rare kind', { kinds: ['GROUP', 'VENUE'] }],
  ['a frequent category', { category: 'music' }],
  ['a rare category', { category: 'rare' }],
  ['a category that is nowhere', { category: 'none' }],
  ['a frequent city', { city: 'Toronto' }],
  ['a rare city', { city: 'nowhere' }],
  ['a language', { language: 'fr' }],
  ['a person', { assigneeId: CURATOR }],
  ['unclaimed', { unclaimed: true }],
  ['claimed', { unclaimed: false }],
  ['urgent', { urgent: true }],
  ['not urgent', { urgent: false }],
  ['the oldest', { queuedUntil: hoursAgo(3_330) }],
  ['older than everything', { queuedUntil: hoursAgo(100_000) }],
  ['old', { queuedUntil: hoursAgo(1_000) }],
  ['three that meet seldom', { category: 'rare', city: 'lyon', language: 'es' }],
  ['much that meets', { category: 'music', city: 'toronto', language: 'en', unclaimed: true, urgent: false, queuedUntil: hoursAgo(24) }],
];
