import type pg from 'pg';
import { LARGE_WORLD_NOW, type Size } from './large-world';

const BATCH = 500_000;

/**
 * Writes deeds of the last `days` days beside a large world, in SQL and by hashes of row numbers: few events have most of them, and people
 * come again. A fifth is of visitors.
 */
export async function fillInteractions(
  client: pg.ClientBase,
  { events, people, deeds, days }: Size & { deeds: number; days: number },
): Promise<void> {
  for (let ago = 0; ago <= days + 31; ago += 15)
    await client.query('SELECT ensure_interaction_month($1::timestamptz)', [new Date(LARGE_WORLD_NOW.getTime() - ago * 86_400_000)]);
  for (let from = 0; from < deeds; from += BATCH) {
    await client.query(
      `INSERT INTO interactions (actor_id, client_id, at, type, user_id, session_id, event_id, source, query, results, received_at)
       SELECT actor, 'd' || n, at, type, CASE WHEN known THEN actor END, CASE WHEN NOT known THEN actor END, CASE WHEN type <> 'SEARCH' THEN md5('event ' || event)::uuid END,
         CASE WHEN type IN ('SAVE', 'LIKE', 'PASS', 'INTERESTED') THEN 'SWIPE' ELSE pg_temp.word(array['FEED', 'SEARCH', 'TRENDING', 'OTHER'], n, 50) END,
         CASE WHEN type = 'SEARCH' THEN 'words ' || pg_temp.pick(n, 51, 5000) END, CASE WHEN type = 'SEARCH' THEN pg_temp.pick(n, 52, 4) END, at
       FROM generate_series($1::int, $2::int) n
       CROSS JOIN LATERAL (SELECT pg_temp.pick(n, 53, 5) > 0 AS known, 1 + floor(power(pg_temp.pick(n, 54, 1000000) / 1e6, 3) * ${events})::int AS event,
         $3::timestamptz - (pg_temp.pick(n, 55, ${days * 86_400}) + 60) * interval '1 second' AS at,
         pg_temp.word(array['IMPRESSION', 'IMPRESSION', 'IMPRESSION', 'VIEW', 'VIEW', 'CLICK', 'PASS', 'INTERESTED', 'SAVE', 'SEARCH'], n, 56) AS type) d
       CROSS JOIN LATERAL (SELECT CASE WHEN known THEN md5('person ' || (1 + pg_temp.pick(n, 57, ${people})))::uuid ELSE md5('visit ' || pg_temp.pick(n, 58, ${people * 4}))::uuid END AS actor) a`,
      [from + 1, Math.min(from + BATCH, deeds), LARGE_WORLD_NOW],
    );
  }
  await client.query('ANALYZE interactions');
}
