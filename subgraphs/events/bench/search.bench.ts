import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, startEmbeddedPostgres } from '@marquee/platform';
import pg from 'pg';
import { startAsking, type Asking } from './asking';
import { capture } from './capture';
import { fillLargeWorld, type Size } from './large-world';
import { learnLargeWorld } from './learn-large-world';
import { plansOf } from './plans';
import { benchQueries, type BenchQuery } from './queries';
import { share } from './times';

/** Ten times as many events may take twice as long. */
const MOST_GROWTH = 2;
/** Below this, in milliseconds, it is the machine that is measured. */
const NOISE = 10;
/** What is asked in words that are everywhere, in milliseconds. */
const MOST_FOR_COMMON_WORDS = 100;
const RUNS = { full: 60, quick: 20 };
/** What a machine that holds a million events has for them; the 128 MB of an embedded one would measure the disk. */
const BUFFERS = '2GB';

const ASKED = [
  'search: text + radius + category + date, with facets and total',
  'search: text, with facets and total',
  'search: what is on',
  'search: nearest within 5 km',
  'search: a part of a map, in clusters',
  'search: with a badge',
  'search: a common word',
  'search: a common word, with facets and total',
  'suggest: a beginning',
  'suggest: misspelt',
  'suggest: with what it leads to',
  'search: newest',
  'search: best rated',
  'search: what is related',
  'search: of a performer',
  'feed: of a person',
  'feed: of a visitor',
];
/** Answers that count all that is found grow with it: they are bounded by time alone. */
const COUNTS_ALL = ['search: a common word, with facets and total', 'search: text, with facets and total'];

interface Measured {
  p95: number;
  scans: string[];
  /** Why it was not answered. */
  failure?: string;
}

/**
 * `npm run bench:search` (or `-- --quick`): the same questions of a hundred thousand events and of a million, in worlds of their own that
 * are made for it. Tells P95 and the growth, and ends with code 1 where a question fails, a growing table is read row by row, ten times the
 * events take more than twice as long, or a common word takes 100 ms. A million events take half an hour to make: `--worlds <folder>` keeps
 * them there, and measures those that it finds there.
 */
async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false }, worlds: { type: 'string' } } });
  const { quick, worlds } = values;
  const sizes = quick ? [2_000, 20_000] : [100_000, 1_000_000];
  const folder = worlds ? resolve(worlds) : mkdtempSync(join(tmpdir(), 'marquee-bench-search-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: { shared_buffers: BUFFERS } });
  try {
    const measured: Map<string, Measured>[] = [];
    for (const events of sizes) {
      const size: Size = { events, attendances: events * 3, people: Math.max(1_000, events / 20) };
      measured.push(await measure(postgres.url(`search_${events}`), size, quick ? RUNS.quick : RUNS.full));
    }
    judge(measured as [Map<string, Measured>, Map<string, Measured>], sizes as [number, number]);
  } finally {
    await postgres.stop();
    if (!worlds) rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the world, unless it is there: it is, whole, once its meanings are written, which comes last. */
async function makeWorld(url: string, size: Size): Promise<void> {
  const started = performance.now();
  await migrate({ url, migrationsDir: join(__dirname, '../prisma/migrations'), schemaFile: join(__dirname, '../prisma/schema.prisma') });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ made: boolean }>('SELECT EXISTS (SELECT 1 FROM event_meanings) AS made');
  if (!rows[0]!.made) await fillLargeWorld(client, size);
  await client.end();
  if (rows[0]!.made) return;
  await learnLargeWorld(url);
  console.log(`${size.events.toLocaleString('en')} events made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

async function measure(url: string, size: Size, runs: number): Promise<Map<string, Measured>> {
  await makeWorld(url, size);
  const asking = await startAsking(url);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    const found = new Map<string, Measured>();
    for (const query of benchQueries(size).filter(({ name }) => ASKED.includes(name))) {
      const measured = await measureQuery(asking, pool, query, runs).catch((error: Error) => ({
        p95: NaN,
        scans: [],
        failure: error.message,
      }));
      found.set(query.name, measured);
      console.log(`  ${measured.p95.toFixed(1).padStart(8)}  ${query.name}`);
    }
    return found;
  } finally {
    await asking.stop();
    await pool.end();
  }
}

async function measureQuery(asking: Asking, pool: pg.Pool, query: BenchQuery, runs: number): Promise<Measured> {
  const times: number[] = [];
  // What is measured is what stands in memory: each question is asked before.
  for (let n = 0; n < runs; n++) await asking.ask(query, n).catch(() => undefined);
  for (let n = 0; n < runs; n++) {
    const before = performance.now();
    await asking.ask(query, n);
    times.push(performance.now() - before);
  }
  return { p95: share(times, 0.95), scans: await scansOf(pool, query, () => asking.ask(query, runs)) };
}

async function scansOf(pool: pg.Pool, query: BenchQuery, ask: () => Promise<void>): Promise<string[]> {
  const { statements } = await capture(ask);
  const { scans } = await plansOf(pool, statements);
  return scans.filter((table) => !query.mayScan?.includes(table));
}

function judge([small, large]: [Map<string, Measured>, Map<string, Measured>], [few, many]: [number, number]): void {
  const faults: string[] = [];
  console.log(`P95 in ms at ${few.toLocaleString('en')} and ${many.toLocaleString('en')} events`);
  for (const name of ASKED) {
    const [one, other] = [small.get(name)!, large.get(name)!];
    for (const { failure } of [one, other]) if (failure) faults.push(`${name}: ${failure}`);
    const growth = Math.max(other.p95, NOISE) / Math.max(one.p95, NOISE);
    console.log(`  ${one.p95.toFixed(1).padStart(8)} ${other.p95.toFixed(1).padStart(8)}  ${growth.toFixed(2)}×  ${name}`);
    if (other.scans.length > 0) faults.push(`${name}: reads ${other.scans.join(' and ')} row by row`);
    if (growth > MOST_GROWTH && !COUNTS_ALL.includes(name)) faults.push(`${name}: takes ${growth.toFixed(1)} times as long`);
    if (name.includes('common word') && other.p95 > MOST_FOR_COMMON_WORDS) faults.push(`${name}: takes ${other.p95.toFixed(0)} ms`);
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
