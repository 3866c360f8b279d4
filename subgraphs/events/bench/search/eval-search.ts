import { join, resolve } from 'node:path';
import { createMemoryBus, createMemoryCache, FixedClock, migrate, parseEnv, silentLogger, startEmbeddedPostgres } from '@marquee/platform';
import { callerFor, fieldsForTest } from '@marquee/platform/testing';
import pg from 'pg';
import { events } from '../../src';
import { makeBaselines, type System } from './baselines';
import { fillCalendar } from './calendar';
import { gradeOf, type JudgedEvent } from './judge';
import { JUDGED_AT, KINDS, type JudgedQuery } from './judged';
import { KEPT_APART } from './kept-apart-queries';
import { reportKnownItems } from './known-items';
import { mean, ndcg, reciprocalRank } from './measures';
import { TUNING } from './tuning-queries';

const DATA_DIR = resolve(__dirname, '../../../../.data/eval-search');
const DATABASE = 'marquee_eval_search';
const NOUNS: readonly string[] = KINDS.slice(0, 3);

/**
 * `npm run eval:search`: how well search answers judged queries over the bundled calendar, beside search as it was and plain full text.
 * `-- --kept-apart` asks the half on which nothing is tuned; `-- --each` tells each query; `-- --known-items` looks for events by their names.
 */
async function main(flags: readonly string[]): Promise<void> {
  const queries = flags.includes('--kept-apart') ? KEPT_APART : TUNING;
  const postgres = await startEmbeddedPostgres({ dataDir: DATA_DIR });
  try {
    const admin = new pg.Client({ connectionString: postgres.url('postgres') });
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await admin.end();
    const url = postgres.url(DATABASE);
    const folder = join(__dirname, '../../prisma');
    await migrate({ url, migrationsDir: join(folder, 'migrations'), schemaFile: join(folder, 'schema.prisma') });
    const search = await startSearch(url);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const judged = await fillCalendar(url, client);
      const systems = { search: search.find, ...(await makeBaselines(client, JUDGED_AT)) };
      if (flags.includes('--known-items')) await reportKnownItems(judged, systems);
      else await report(queries, judged, systems, flags.includes('--each'));
    } finally {
      await client.end();
      await search.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** The subgraph as it runs in earnest, which has the categories in its database once it has started. */
async function startSearch(databaseUrl: string): Promise<{ find: System; stop(): Promise<void> }> {
  const bus = createMemoryBus({ logger: silentLogger });
  const cache = createMemoryCache();
  const subgraph = await events.start({
    databaseUrl,
    bus,
    cache,
    clock: new FixedClock(JUDGED_AT),
    logger: silentLogger,
    fields: fieldsForTest,
    settings: parseEnv(events.settings, {}),
  });
  return {
    async find(query) {
      const document = 'query ($query: String!) { searchEvents(query: $query, first: 10) { nodes { id } } }';
      const { data, errors } = await subgraph.execute({ query: document, variables: { query }, caller: callerFor(null) });
      if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
      return (data as { searchEvents: { nodes: { id: string }[] } }).searchEvents.nodes.map(({ id }) => id);
    },
    async stop() {
      await subgraph.stop();
      await cache.close();
      await bus.close();
    },
  };
}

interface Score {
  kind: string;
  ndcg: number;
  rank: number;
  found: number;
}

async function report(queries: readonly JudgedQuery[], judged: readonly JudgedEvent[], systems: Record<string, System>, each: boolean) {
  const names = Object.keys(systems);
  const scores: Record<string, Score[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const { query, kind, rule } of queries) {
    const grades = new Map<string, number>();
    for (const event of judged) {
      const grade = gradeOf(event, rule);
      if (grade > (grades.get(event.eventId) ?? 0)) grades.set(event.eventId, grade);
    }
    if (grades.size === 0) throw new Error(`Nothing is a good answer to "${query}"`);
    for (const name of names) {
      const found = (await systems[name]!(query)).map((id) => grades.get(id) ?? 0);
      scores[name]!.push({ kind, ndcg: ndcg(found, [...grades.values()]), rank: reciprocalRank(found), found: found.length });
    }
    if (each) {
      const last = names.map((name) => scores[name]!.at(-1)!);
      console.log(`${last.map((score) => score.ndcg.toFixed(2)).join('  ')}  ${String(grades.size).padStart(4)} good  ${kind}: ${query}`);
    }
  }
  const line = (title: string, chosen: (score: Score) => boolean) => {
    const of = (name: string) => scores[name]!.filter(chosen);
    const cells = names.map((name) => {
      const some = of(name);
      const empty = some.filter(({ found }) => found === 0).length / Math.max(1, some.length);
      return `${mean(some.map((score) => score.ndcg)).toFixed(2)}  ${mean(some.map(({ rank }) => rank)).toFixed(2)}  ${(100 * empty).toFixed(0).padStart(3)} %`;
    });
    console.log(`${title.padEnd(11)} ${String(of(names[0]!).length).padStart(3)}   ${cells.join('     ')}`);
  };
  console.log(`${queries.length} queries, ${judged.length} events\n${''.padEnd(18)}${names.map((name) => name.padEnd(21)).join('')}`);
  console.log(`${''.padEnd(18)}${names.map(() => 'NDCG  MRR   empty'.padEnd(21)).join('')}`);
  for (const kind of KINDS) line(kind, (score) => score.kind === kind);
  line('nouns', ({ kind }) => NOUNS.includes(kind));
  line('sentences', ({ kind }) => !NOUNS.includes(kind));
  line('all', () => true);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
