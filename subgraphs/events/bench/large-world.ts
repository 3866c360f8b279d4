import type pg from 'pg';
import { CATEGORY_TREE } from '../src/modules/category/category-tree';
import { ADJECTIVES, CITIES, FORMATS, NOUNS, PROSE, TAGS } from './words';

/** The moment at which the large world stands; its readers set their clock to it. */
export const LARGE_WORLD_NOW = new Date('2026-12-01T12:00:00Z');

export interface Size {
  events: number;
  attendances: number;
  people: number;
}

/** As the bench makes it; tests make a smaller one. */
export const LARGE: Size = { events: 100_000, attendances: 300_000, people: 20_000 };

export const personId = (n: number) => `md5('person ' || (${n})::text)::uuid`;

const BATCH = 10_000;

/**
 * Fills an empty, migrated database with a world of that size, in SQL and by hashes of row numbers: the same for everybody. The tables of
 * search are filled by their own triggers, as they are in earnest; popularity is the caller's (`countPopularity`). Tells no facts.
 */
export async function fillLargeWorld(
  client: pg.ClientBase,
  size: Size,
  onProgress: (what: string) => void = () => undefined,
): Promise<void> {
  const run = (sql: string, values: unknown[] = []) => client.query(sql, values);
  await run(`SET synchronous_commit = off`);
  await run(`CREATE FUNCTION pg_temp.pick(n bigint, salt int, below int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashint8extended(n, salt) & 9223372036854775807) % below)::int`);
  await run(`CREATE FUNCTION pg_temp.word(words text[], n bigint, salt int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN words[1 + pg_temp.pick(n, salt, cardinality(words))]`);
  await categories(run);
  onProgress('places and people');
  await places(run);
  await people(run, size);
  for (let from = 0; from < size.events; from += BATCH) {
    onProgress(`events ${from} to ${Math.min(from + BATCH, size.events)}`);
    await events(run, from, Math.min(from + BATCH, size.events), size);
  }
  onProgress('answers');
  await answers(run, size);
  onProgress('swipes and standings');
  await swipes(run, size);
  await standings(run);
  onProgress('statistics');
  await run('VACUUM (ANALYZE)');
}

type Run = (sql: string, values?: unknown[]) => Promise<pg.QueryResult>;

async function categories(run: Run): Promise<void> {
  for (const [position, top] of CATEGORY_TREE.entries()) {
    for (const [at, { slug, name }] of [top, ...(top.children ?? [])].entries()) {
      await run(
        `INSERT INTO categories (id, slug, name, parent_slug, position) VALUES (md5($1)::uuid, $1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING`,
        [slug, name, at === 0 ? null : top.slug, at === 0 ? position : at - 1],
      );
    }
  }
}

/** Two thousand; six of ten in the first city. About a normal distribution around the centre: the sum of three. */
async function places(run: Run): Promise<void> {
  const centre = (column: 1 | 2 | 3) =>
    `(array[${CITIES.map((city) => (column === 1 ? `'${city[0]}'` : city[column - 1])).join(',')}])[c.city]`;
  const noise = (salt: number) =>
    `(pg_temp.pick(n, ${salt}, 1000) + pg_temp.pick(n, ${salt + 1}, 1000) + pg_temp.pick(n, ${salt + 2}, 1000) - 1500) / 10000.0`;
  await run(`INSERT INTO venues (id, name, address, city, latitude, longitude, dedupe_key, scope)
    SELECT md5('venue ' || n)::uuid, pg_temp.word(${literal(ADJECTIVES)}, n, 1) || ' ' || pg_temp.word(${literal(NOUNS)}, n, 2) || ' House ' || n,
      n || ' Main Street', ${centre(1)}, ${centre(2)} + ${noise(3)}, ${centre(3)} + ${noise(6)}, 'venue ' || n, 'shared'
    FROM generate_series(1, 2000) n
    CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.pick(n, 9, 10) < 6 THEN 1 ELSE 2 + pg_temp.pick(n, 10, ${CITIES.length - 1}) END AS city) c`);
  await run(`INSERT INTO tags (id, name) SELECT md5('tag ' || name)::uuid, name FROM unnest(${literal(TAGS)}) name`);
}

/** Nine of ten have an address that is theirs. */
async function people(run: Run, size: Size): Promise<void> {
  const slugs = literal(CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).map(({ slug }) => slug));
  await run(`INSERT INTO people (id, version, username, display_name, interests, latitude, longitude, address_verified)
    SELECT md5('person ' || n)::uuid, 1, 'person_' || n, 'Person ' || n, array[pg_temp.word(${slugs}, n, 1), pg_temp.word(${slugs}, n, 2), pg_temp.word(${literal(TAGS)}, n, 3)],
      v.latitude, v.longitude, pg_temp.pick(n, 5, 10) > 0
    FROM generate_series(1, ${size.people}) n JOIN venues v ON v.dedupe_key = 'venue ' || (1 + pg_temp.pick(n, 4, 2000))`);
  await run(`INSERT INTO person_edges (connection_id, user_id, other_id, version, friends, blocked)
    SELECT md5('edge ' || n || ' ' || k)::uuid, side.one, side.other, 1, true, false
    FROM generate_series(1, ${size.people}) n CROSS JOIN generate_series(1, 6) k
    CROSS JOIN LATERAL (SELECT md5('person ' || n)::uuid AS a, md5('person ' || (1 + pg_temp.pick(n, 20 + k, ${size.people})))::uuid AS b) pair
    CROSS JOIN LATERAL (VALUES (a, b), (b, a)) side (one, other) WHERE a <> b ON CONFLICT DO NOTHING`);
}

/** Starts from two months ago to ten months ahead; a twentieth is not public, another is a draft, under review or cancelled. */
async function events(run: Run, from: number, to: number, size: Size): Promise<void> {
  const slugs = literal(CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).map(({ slug }) => slug));
  await run(
    `INSERT INTO events (id, status, visibility, creator_id, title, description, category_slug, tags, format, venue_id, starts_at, ends_at, timezone,
      price_type, price_min, price_currency, published_at, created_at, updated_at, performers)
    SELECT md5('event ' || n)::uuid, status::event_status, CASE WHEN pg_temp.pick(n, 1, 20) = 0 THEN 'PRIVATE' ELSE 'PUBLIC' END::event_visibility,
      md5('person ' || (1 + pg_temp.pick(n, 2, ${Math.max(1, Math.floor(size.people / 20))})))::uuid,
      pg_temp.word(${literal(ADJECTIVES)}, n, 3) || ' ' || pg_temp.word(${literal(NOUNS)}, n, 4) || ' ' || pg_temp.word(${literal(FORMATS)}, n, 5),
      -- Every third word is one of twelve that its kind of event uses.
      (SELECT string_agg(CASE w % 3 WHEN 0 THEN (${literal(PROSE)})[1 + (abs(hashtext(slug)) + pg_temp.pick(n * 100 + w, 6, 12)) % ${PROSE.length}]
        ELSE pg_temp.word(${literal(PROSE)}, n * 100 + w, 6) END, ' ') FROM generate_series(1, 50 + pg_temp.pick(n, 7, 30)) w),
      slug, array[pg_temp.word(${literal(TAGS)}, n, 9), pg_temp.word(${literal(TAGS)}, n, 10)],
      CASE WHEN pg_temp.pick(n, 11, 20) = 0 THEN 'VIRTUAL' ELSE 'IN_PERSON' END::event_format,
      CASE WHEN pg_temp.pick(n, 11, 20) > 0 THEN md5('venue ' || (1 + pg_temp.pick(n, 12, 2000)))::uuid END,
      starts_at, ends_at, 'America/Toronto', price_type::price_type, CASE price_type WHEN 'PAID' THEN 500 + 100 * pg_temp.pick(n, 13, 90) END,
      CASE price_type WHEN 'PAID' THEN 'CAD' END, CASE WHEN status IN ('PUBLISHED', 'COMPLETED') THEN starts_at - interval '30 days' END,
      starts_at - interval '40 days', starts_at - interval '30 days',
      -- One in twenty tells who performs.
      CASE WHEN pg_temp.pick(n, 19, 20) = 0 THEN jsonb_build_array(jsonb_build_object('name', 'The ' || pg_temp.word(${literal(NOUNS)}, n, 20) || ' ' || pg_temp.pick(n, 21, 200), 'url', NULL)) ELSE '[]' END
    FROM generate_series($1::int, $2::int) n
    CROSS JOIN LATERAL (SELECT date_trunc('hour', $3::timestamptz) - interval '60 days' + pg_temp.pick(n, 14, 360 * 24) * interval '1 hour' AS starts_at) s
    CROSS JOIN LATERAL (SELECT pg_temp.word(${slugs}, n, 8) AS slug) k
    CROSS JOIN LATERAL (SELECT starts_at + (1 + pg_temp.pick(n, 15, 6)) * interval '1 hour' AS ends_at) e
    CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.pick(n, 16, 20) = 0 THEN pg_temp.word(array['DRAFT', 'PENDING_REVIEW', 'CANCELLED'], n, 17)
      WHEN ends_at <= $3 THEN 'COMPLETED' ELSE 'PUBLISHED' END AS status) t
    CROSS JOIN LATERAL (SELECT pg_temp.word(array['FREE', 'PAID'], n, 18) AS price_type) p`,
    [from + 1, to, LARGE_WORLD_NOW],
  );
}

/** Few events have many guests: the square of an even distribution. */
const skewed = (salt: number, size: Size) => `1 + floor(power(pg_temp.pick(n, ${salt}, 1000000) / 1e6, 2) * ${size.events})::int`;
const lately = (salt: number) => `$1::timestamptz - pg_temp.pick(n, ${salt}, 60 * 24 * 60) * interval '1 minute'`;

async function answers(run: Run, size: Size): Promise<void> {
  await run(
    `INSERT INTO attendances (id, event_id, user_id, status, visibility, created_at, updated_at)
    SELECT md5('answer ' || n)::uuid, md5('event ' || (${skewed(30, size)}))::uuid, md5('person ' || (1 + pg_temp.pick(n, 31, ${size.people})))::uuid,
      pg_temp.word(array['GOING', 'GOING', 'GOING', 'INTERESTED', 'MAYBE', 'NOT_GOING'], n, 32)::attendance_status,
      pg_temp.word(array['PUBLIC', 'FRIENDS', 'PRIVATE'], n, 33)::visibility, ${lately(34)}, ${lately(34)}
    FROM generate_series(1, ${size.attendances}) n ON CONFLICT DO NOTHING`,
    [LARGE_WORLD_NOW],
  );
  await run(`INSERT INTO attendance_counts (event_id, capacity, going, unticketed, interested, maybe)
    SELECT e.id, CASE WHEN hashtext(e.id::text) % 3 = 0 THEN coalesce(a.going, 0) + 1 + abs(hashtext(e.id::text) % 50) END,
      coalesce(a.going, 0), coalesce(a.going, 0), coalesce(a.interested, 0), coalesce(a.maybe, 0)
    FROM events e LEFT JOIN (
      SELECT event_id, count(*) FILTER (WHERE status = 'GOING')::int AS going, count(*) FILTER (WHERE status = 'INTERESTED')::int AS interested,
        count(*) FILTER (WHERE status = 'MAYBE')::int AS maybe
      FROM attendances GROUP BY event_id) a ON a.event_id = e.id`);
}

async function swipes(run: Run, size: Size): Promise<void> {
  await run(
    `INSERT INTO swipes (user_id, event_id, direction, swiped_at)
    SELECT md5('person ' || (1 + pg_temp.pick(n, 40, ${size.people})))::uuid, md5('event ' || (${skewed(41, size)}))::uuid,
      pg_temp.word(array['LEFT', 'RIGHT', 'UP', 'DOWN'], n, 42)::swipe_direction, ${lately(43)}
    FROM generate_series(1, ${Math.floor(size.attendances / 3)}) n ON CONFLICT DO NOTHING`,
    [LARGE_WORLD_NOW],
  );
}

/** Six of ten have been scored by curators. */
async function standings(run: Run): Promise<void> {
  await run(`INSERT INTO event_standings (event_id, curation_status, quality_score, badges)
    SELECT id, 'APPROVED', (abs(hashtext(id::text)) % 100) / 100.0, CASE abs(hashtext(id::text)) % 500 WHEN 0 THEN '{CURATORS_PICK,DETAILED_LISTING}'
      WHEN 1 THEN '{COMMUNITY_FAVOURITE}' WHEN 2 THEN '{DETAILED_LISTING}' ELSE '{}' END::text[] FROM events WHERE status = 'PUBLISHED' AND abs(hashtext(id::text)) % 10 < 6`);
  await run(`INSERT INTO organizer_ratings (owner_id, rated_sum, review_count)
    SELECT creator_id, (2 + abs(hashtext(creator_id::text)) % 30 / 10.0) * count(*), count(*) FROM events WHERE status = 'COMPLETED' GROUP BY creator_id`);
}

function literal(words: readonly string[]): string {
  return `array[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(',')}]`;
}
