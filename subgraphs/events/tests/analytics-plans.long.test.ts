import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import pg from 'pg';
import { DAYS_OF_EVENTS, NO_SHOWS_OF_EVENTS, SOURCES_OF_EVENTS } from '../src/modules/analytics/analytics.sql';
import {
  CITIES_OF_PLATFORM,
  COHORTS_OF_PLATFORM,
  DAYS_OF_PLATFORM,
  PERIODS_OF_PLATFORM,
} from '../src/modules/analytics/platform-analytics.sql';
import { impactsOf } from '../src/modules/impact/impact.sql';
import { SEARCH_LOG } from '../src/modules/interaction/interaction.sql';
import { newMatchesSql, toldMatches } from '../src/modules/saved-search/saved-search.sql';
import { filterInput } from '../src/modules/search/search.input';
import { Prisma } from '../src/generated/prisma/client';

const EVENTS = 100_000;
const eventId = (n: string | number) => `('00000000-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const personId = (n: string | number) => `('00000000-0000-4000-9000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const personOf = (n: number) => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`;

let pool: pg.Pool;

beforeAll(async () => {
  const { url } = await freshDatabase('events');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const text of [
    'SET statement_timeout = 0',
    // Neither triggers nor references: what is looked at are the plans.
    'SET session_replication_role = replica',
    `INSERT INTO events (id, status, visibility, creator_id, title, description, category_slug, tags, format, starts_at, ends_at, timezone, price_type, published_at, created_at, updated_at)
     SELECT ${eventId('n')}, CASE WHEN n % 3 = 0 THEN 'COMPLETED' ELSE 'PUBLISHED' END::event_status, 'PUBLIC', ${personId('n % 5000')}, 'An evening', 'x', 'music', '{}', 'IN_PERSON',
       now() + (n % 400 - 200) * interval '1 day', now() + (n % 400 - 200) * interval '1 day' + interval '2 hours', 'UTC', 'FREE', now() - n * interval '1 minute', now(), now() FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO event_search (event_id, creator_id, title, folded_title, document, category_slug, tags, format, price_bucket, month, starts_at, ends_at)
     SELECT id, creator_id, title, 'an evening', to_tsvector('simple', title), category_slug, tags, format, 'FREE', '2026-12', starts_at, ends_at FROM events WHERE status = 'PUBLISHED'`,
    `INSERT INTO attendance_counts (event_id, going, unticketed, checked_in, no_shows_told_at)
     SELECT id, 1, 1, 1, CASE WHEN ends_at < now() - interval '3 days' THEN now() END FROM events`,
    `INSERT INTO attendances (id, event_id, user_id, status, visibility, created_at, updated_at)
     SELECT gen_random_uuid(), ${eventId(`1 + n % ${EVENTS}`)}, ${personId('n')}, 'GOING', 'PUBLIC', now(), now() FROM generate_series(1, ${EVENTS * 2}) n`,
    `INSERT INTO interaction_days (day, event_id, type, source, count, people, newcomers)
     SELECT current_date - (n % 60), ${eventId('n')}, t, 'ALL', 1, 1, 1 FROM generate_series(1, ${EVENTS}) n CROSS JOIN (VALUES ('VIEW'), ('IMPRESSION')) v (t)`,
    `INSERT INTO event_outcome_days (event_id, day, answered, going, paid, came) SELECT ${eventId('n')}, current_date - (n % 300), 1, 1, 0, 1 FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO search_days (day, query, searches, people, empty, clicked) SELECT current_date - (n % 365), 'words ' || n, 1, 1 + n % 4, n % 2, 0 FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO city_days (day, city, answered, paid, came) SELECT current_date - (n % 1000), 'City ' || n / 1000, 1, 0, 0 FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO cohort_weeks (cohort, week, people) SELECT date '2020-01-06' + 7 * c, date '2020-01-06' + 7 * (c + w), 1 FROM generate_series(1, 350) c CROSS JOIN generate_series(0, 200) w`,
    `INSERT INTO saved_searches (id, user_id, name, query, filter, alert, looked_until, next_look_at, created_at, updated_at)
     SELECT ${eventId('n')}, ${personId('n % 20000')}, 'x', 'jazz', '{}', CASE WHEN n % 2 = 0 THEN 'NONE' ELSE 'DAILY' END::search_alert, now(), CASE WHEN n % 2 = 1 THEN now() + (n % 1440 + 1) * interval '1 minute' END,
       now() + n * interval '1 second', now() FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO saved_search_looks (id, search_id, looked_at) SELECT ${eventId('n')}, ${eventId('n')}, now() FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO saved_search_matches (search_id, subject_id, event_id, look_id, found_at, gone, settled)
     SELECT ${eventId('n')}, ${eventId('n')}, ${eventId('n')}, ${eventId('n')}, now(), n % 100 = 0, n % 100 = 0 AND n % 1000 > 0 FROM generate_series(1, ${EVENTS}) n`,
    `INSERT INTO swipes (user_id, event_id, direction, swiped_at) SELECT ${personId('n % 20000')}, ${eventId('n')}, 'LEFT', now() - (n % 200) * interval '1 day' FROM generate_series(1, ${EVENTS}) n`,
    'ANALYZE',
  ])
    await client.query(text);
  await client.end();
  pool = new pg.Pool({ connectionString: url, max: 2 });
  afterTests(() => pool.end());
}, 600_000);

const from = 'current_date - 30';
const range = { $2: from, $3: 'current_date' };
/** A statement with expressions in the place of its parameters. */
const filled = (text: string, values: Record<string, string>) =>
  Object.entries(values).reduce((sql, [name, value]) => sql.replaceAll(new RegExp(`\\${name}(?!\\d)`, 'g'), `(${value})`), text);
const days = { $1: from, $2: 'current_date' };
const events = { $1: `ARRAY['${idOf(77)}', '${idOf(78)}']` };
const asked = { meaning: null, filter: filterInput.parse({ categorySlugs: ['music'] }), now: new Date(), viewerId: null };
const sent = ({ text, values }: Prisma.Sql) => ({ text, values });

const STATEMENTS: [name: string, statement: string | Prisma.Sql, tables: string[], index: string][] = [
  [
    'the days of an event',
    filled(DAYS_OF_EVENTS, { ...events, ...range }),
    ['interaction_days', 'event_outcome_days'],
    'interaction_days_pkey',
  ],
  ['where an event was seen', filled(SOURCES_OF_EVENTS, { ...events, ...range }), ['interaction_days'], 'interaction_days_pkey'],
  ['who did not come', filled(NO_SHOWS_OF_EVENTS, { ...events, ...range }), ['event_outcome_days', 'events'], 'event_outcome_days_pkey'],
  ['the days of the platform', filled(DAYS_OF_PLATFORM, days), [], 'platform_days_pkey'],
  ['weeks and months of the platform', filled(PERIODS_OF_PLATFORM, days), [], 'active_periods_pkey'],
  ['who came back', filled(COHORTS_OF_PLATFORM, days), ['cohort_weeks'], 'cohort_weeks_pkey'],
  ['the cities', filled(CITIES_OF_PLATFORM, days), ['city_days'], 'city_days_pkey'],
  ['what was searched for', filled(SEARCH_LOG, { ...days, $3: 'true', $4: '20' }), ['search_days'], 'search_days_pkey'],
  ['what calling off does', impactsOf([idOf(5), idOf(6)]), ['events', 'attendances', 'attendance_counts'], 'events_pkey'],
  [
    'whose absence is to be told',
    `SELECT c.event_id AS id FROM attendance_counts c JOIN events e ON e.id = c.event_id
     WHERE c.no_shows_told_at IS NULL AND c.checked_in > 0 AND e.status = 'COMPLETED' AND e.ends_at <= now() LIMIT 50`,
    [],
    'attendance_counts_no_shows_idx',
  ],
  [
    'what a saved search finds anew',
    newMatchesSql(asked, { searchId: idOf(9), userId: personOf(9), since: new Date(Date.now() - 3_600_000) }),
    ['events', 'event_search', 'saved_search_matches', 'swipes'],
    'events_shown_since_idx',
  ],
  [
    'when something came on show last',
    `SELECT max(e.published_at) FROM events e WHERE e.status = 'PUBLISHED' AND e.visibility = 'PUBLIC'`,
    ['events'],
    'events_shown_since_idx',
  ],
  [
    'what a saved search has told',
    Prisma.sql`SELECT m.event_id FROM ${toldMatches(idOf(9))} ORDER BY m.found_at DESC, m.event_id DESC LIMIT 21`,
    ['saved_search_matches', 'event_search'],
    'saved_search_matches_search_id_found_at_event_id_idx',
  ],
  [
    'searches that are due',
    'SELECT * FROM saved_searches WHERE next_look_at <= now() ORDER BY next_look_at LIMIT 100',
    ['saved_searches'],
    'saved_searches_next_look_at_idx',
  ],
  [
    'the searches of a person',
    `SELECT * FROM saved_searches WHERE user_id = '${personOf(9)}' ORDER BY created_at DESC, id DESC LIMIT 21`,
    ['saved_searches'],
    'saved_searches_user_id_created_at_id_idx',
  ],
  [
    'what was told and is gone',
    'SELECT DISTINCT look_id AS id FROM saved_search_matches WHERE gone AND NOT settled LIMIT 100',
    ['saved_search_matches'],
    'saved_search_matches_gone_idx',
  ],
];

test.each(STATEMENTS)('%s: by an index', async (_name, statement, tables, index) => {
  const { text, values } = typeof statement === 'string' ? { text: statement, values: [] } : sent(statement);
  const plan = await explain(pool, text, values);
  expect(tables.filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
  // Two rows need no index, whatever there is: small tables are not held to it.
  if (tables.length > 0) expect(usedIndexes(plan)).toContain(index);
});
