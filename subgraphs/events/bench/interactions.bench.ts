import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, migrate, startEmbeddedPostgres } from '@marquee/platform';
import { callerFor } from '@marquee/platform/testing';
import pg from 'pg';
import { openDatabase } from '../src/db';
import { countPlatform } from '../src/modules/analytics/platform-analytics.store';
import { countInteractions } from '../src/modules/interaction/rollup.store';
import { startAsking, type Asking } from './asking';
import { fillInteractions } from './interaction-world';
import { fillLargeWorld, LARGE_WORLD_NOW, type Size } from './large-world';
import { share } from './times';

const MOST_MS = 100;
const RUNS = 40;
const WARM_UP = 5;
const DEEDS_A_BATCH = 100;
const DAYS = 60;

/**
 * `npm run bench:interactions` (or `-- --quick`): ten million deeds of sixty days. Tells how many batches of a hundred a second of CPU takes
 * in, how long the rollups take, and P95 of the dashboards; ends with code 1 where one of these takes 100 ms, or tells another number than
 * a recount of the rows themselves.
 */
async function main(flags: readonly string[]): Promise<void> {
  const quick = flags.includes('--quick');
  const unknown = flags.filter((flag) => flag !== '--quick');
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(' ')}. Known: --quick`);
  const deeds = quick ? 100_000 : 10_000_000;
  const size: Size = quick
    ? { events: 2_000, attendances: 6_000, people: 1_000 }
    : { events: 50_000, attendances: 150_000, people: 50_000 };
  const folder = mkdtempSync(join(tmpdir(), 'marquee-bench-interactions-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const url = postgres.url('interactions');
  try {
    await migrate({ url, migrationsDir: join(__dirname, '../prisma/migrations'), schemaFile: join(__dirname, '../prisma/schema.prisma') });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await fillLargeWorld(client, size);
    await timed(`${deeds.toLocaleString('en')} deeds written`, () => fillInteractions(client, { ...size, deeds, days: DAYS }));
    const db = openDatabase(url, createLogger('bench-interactions', 'warn'));
    await timed('rolled up', async () => {
      await countInteractions(db, LARGE_WORLD_NOW);
      await countPlatform(db, LARGE_WORLD_NOW);
    });
    await client.query('VACUUM (ANALYZE)');
    await db.close();
    const asking = await startAsking(url);
    try {
      await takeIn(asking, size, quick ? 50 : 500);
      await dashboards(asking, client);
    } finally {
      await asking.stop();
      await client.end();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  console.log(`${what} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const TRACK = `mutation ($input: TrackInteractionsInput!) { trackInteractions(input: $input) { __typename ... on TrackInteractionsSuccess { recorded } } }`;

/** What visitors tell, through the executor of the subgraph. */
async function takeIn({ subgraph }: Asking, size: Size, batches: number): Promise<void> {
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let n = 0; n < batches; n++) {
    const interactions = Array.from({ length: DEEDS_A_BATCH }, (_, at) => ({
      clientId: `bench-${n}-${at}`,
      type: 'SEARCH',
      at: LARGE_WORLD_NOW.toISOString(),
      source: 'SEARCH',
      referenceId: `bench-${n}-${at}`,
      query: `words ${(n * 31 + at) % size.events}`,
      resultCount: at,
    }));
    const session = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const started = performance.now();
    const { data, errors } = (await subgraph.execute({
      query: TRACK,
      variables: { input: { interactions, session, consent: true, platform: 'WEB' } },
      caller: callerFor(null),
    })) as { data?: { trackInteractions: { recorded?: number } }; errors?: unknown };
    times.push(performance.now() - started);
    if (data?.trackInteractions.recorded !== DEEDS_A_BATCH) throw new Error(`A batch was not taken in: ${JSON.stringify(errors ?? data)}`);
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  console.log(
    `${(batches / seconds).toFixed(0)} batches of ${DEEDS_A_BATCH} a second of CPU (without Postgres); P95 ${share(times, 0.95).toFixed(1)} ms`,
  );
}

const RANGE = {
  from: new Date(LARGE_WORLD_NOW.getTime() - DAYS * 86_400_000).toISOString().slice(0, 10),
  to: LARGE_WORLD_NOW.toISOString().slice(0, 10),
};
const EVENT = `query ($id: ID!, $range: DayRangeInput!) { eventAnalytics(eventId: $id, range: $range) {
  funnel { seen opened answered paid came } days { day impressions views clicks } sources { source seen clicked } noShows csv } }`;
const PLATFORM = `query ($range: DayRangeInput!) { platformAnalytics(range: $range) { days { day active swipes searches } weeks { starts active } months { starts active }
  cohorts { week people returned { weeksLater people } } cities { city answered } failedSearches { query empty } goals { swipesPerSession } csv } }`;
const staff = callerFor({
  id: '00000000-0000-4000-8000-000000000001',
  username: 'staff',
  role: 'admin',
  permissions: [],
  sessionId: 'bench',
});

async function dashboards({ subgraph }: Asking, client: pg.Client): Promise<void> {
  const busiest = (
    await client.query<{ id: string }>(`SELECT event_id AS id FROM event_engagement ORDER BY impressions DESC LIMIT ${RUNS}`)
  ).rows;
  const faults: string[] = [];
  const ask = async (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = (await subgraph.execute({ query, variables, caller: staff })) as { data?: never; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data! as Record<string, Record<string, unknown>>;
  };
  const clock = async (name: string, each: (n: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let n = 0; n < WARM_UP; n++) await each(n);
    for (let n = 0; n < RUNS; n++) {
      const started = performance.now();
      await each(n);
      times.push(performance.now() - started);
    }
    const p95 = share(times, 0.95);
    console.log(`P50 ${share(times, 0.5).toFixed(1).padStart(7)} ms   P95 ${p95.toFixed(1).padStart(7)} ms   ${name}`);
    if (p95 > MOST_MS) faults.push(`${name} takes ${p95.toFixed(0)} ms`);
  };
  await clock('the dashboard of an event', (n) => ask(EVENT, { id: busiest[n % busiest.length]!.id, range: RANGE }));
  await clock('the dashboard of the platform', () => ask(PLATFORM, { range: RANGE }));
  await clock('what was searched for', () =>
    ask('query ($range: DayRangeInput!) { searchLog(range: $range, first: 50) { nodes { query searches } } }', { range: RANGE }),
  );

  for (const { id } of busiest.slice(0, 5)) {
    const { rows } = await client.query<{ seen: number; opened: number }>(
      `SELECT count(DISTINCT actor_id) FILTER (WHERE type = 'IMPRESSION')::int AS seen, count(DISTINCT actor_id) FILTER (WHERE type = 'VIEW')::int AS opened
       FROM interactions WHERE event_id = $1`,
      [id],
    );
    const { seen, opened } = (await ask(EVENT, { id, range: RANGE })).eventAnalytics!.funnel as { seen: number; opened: number };
    if (seen !== rows[0]!.seen || opened !== rows[0]!.opened)
      faults.push(`event ${id} tells ${seen} and ${opened}, a recount ${JSON.stringify(rows[0])}`);
  }
  const { rows } = await client.query<{ day: string; active: number }>(
    `SELECT (at AT TIME ZONE 'UTC')::date::text AS day, count(DISTINCT user_id)::int AS active FROM interactions WHERE user_id IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  const told = new Map(
    ((await ask(PLATFORM, { range: RANGE })).platformAnalytics!.days as { day: string; active: number }[]).map(({ day, active }) => [
      day,
      active,
    ]),
  );
  for (const { day, active } of rows)
    if (told.get(day) !== active) faults.push(`${day} tells ${told.get(day)} people, a recount ${active}`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  console.log('equal to a recount of the rows themselves');
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
