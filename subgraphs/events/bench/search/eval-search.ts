import { join, resolve } from 'node:path';
import { createMemoryBus, createMemoryCache, FixedClock, migrate, parseEnv, silentLogger, startEmbeddedPostgres } from '@marquee/platform';
import { callerFor, fieldsForTest } from '@marquee/platform/testing';
import pg from 'pg';
import { events } from '../../src';
import { makeBaselines, type System } from './baselines';
import { CLASSES, gradesByEvent, readJudgedQueries } from '../../eval/search/judgements';
import { fillCalendar, type Asking, type FilledCalendar } from './calendar';
import { gradeOf } from './judge';
import { JUDGED_AT, KINDS } from './judged';
import { KEPT_APART } from './kept-apart-queries';
import { reportKnownItems } from './known-items';
import { mean, ndcg, reciprocalRank } from './measures';
import { TUNING } from './tuning-queries';

const DATA_DIR = resolve(__dirname, '../../../../.data/eval-search');
const DATABASE = 'marquee_eval_search';

/**
 * `npm run eval:search`: how well search answers judged queries over the bundled calendar, beside search as it was and plain full text.
 * They were judged by hand by somebody who did not know the ranking (`eval/search`); `-- --by-rules` asks those that rules judge.
 * `-- --kept-apart` asks the half on which nothing is tuned; `-- --each` tells each query; `-- --known-items` looks for events by their names;
 * `-- --words-alone` learns nothing of the texts.
 */
async function main(flags: readonly string[]): Promise<void> {
  const isKeptApart = flags.includes('--kept-apart');
  const questions = flags.includes('--by-rules') || flags.includes('--known-items') ? byRules(isKeptApart) : byHand(isKeptApart);
  const { asking } = questions;
  const postgres = await startEmbeddedPostgres({ dataDir: DATA_DIR });
  try {
    const admin = new pg.Client({ connectionString: postgres.url('postgres') });
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await admin.end();
    const url = postgres.url(DATABASE);
    const folder = join(__dirname, '../../prisma');
    await migrate({ url, migrationsDir: join(folder, 'migrations'), schemaFile: join(folder, 'schema.prisma') });
    const search = await startSearch(url, asking.now);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const filled = await fillCalendar(url, client, asking);
      if (!flags.includes('--words-alone')) await search.learn();
      const systems = { search: search.find, ...(await makeBaselines(client, asking.now)) };
      if (flags.includes('--known-items')) await reportKnownItems(filled.events, systems);
      else await report(questions, filled, systems, flags.includes('--each'));
    } finally {
      await client.end();
      await search.stop();
    }
  } finally {
    await postgres.stop();
  }
}

interface Question {
  query: string;
  kind: string;
  near: { latitude: number; longitude: number } | null;
  /** How good each event is as an answer; what is not in it is none. */
  grades(filled: FilledCalendar): Map<string, number>;
}

interface Questions {
  asking: Asking;
  /** The first three are nouns, the rest sentences. */
  kinds: readonly string[];
  list: readonly Question[];
}

function byHand(isKeptApart: boolean): Questions {
  const { now, queries } = readJudgedQueries();
  const chosen = queries.filter(({ split, none }) => split === (isKeptApart ? 'test' : 'tuning') && !none);
  const list = chosen.map((judged) => ({
    ...{ query: judged.text, kind: judged.class, near: judged.near },
    grades: ({ outcomes }: FilledCalendar) => gradesByEvent(judged, outcomes),
  }));
  return { asking: { now, isMoved: false }, kinds: CLASSES, list };
}

function byRules(isKeptApart: boolean): Questions {
  const list = (isKeptApart ? KEPT_APART : TUNING).map(({ query, kind, rule }) => ({
    ...{ query, kind, near: null },
    grades({ events: judged }: FilledCalendar) {
      const grades = new Map<string, number>();
      for (const event of judged) {
        const grade = gradeOf(event, rule);
        if (grade > (grades.get(event.eventId) ?? 0)) grades.set(event.eventId, grade);
      }
      return grades;
    },
  }));
  return { asking: { now: JUDGED_AT, isMoved: true }, kinds: KINDS, list };
}

/** The subgraph as it runs in earnest, which has the categories in its database once it has started. */
async function startSearch(databaseUrl: string, now: Date): Promise<{ find: System; learn(): Promise<void>; stop(): Promise<void> }> {
  const bus = createMemoryBus({ logger: silentLogger });
  const cache = createMemoryCache();
  const subgraph = await events.start({
    databaseUrl,
    bus,
    cache,
    clock: new FixedClock(now),
    logger: silentLogger,
    fields: fieldsForTest,
    settings: parseEnv(events.settings, {}),
  });
  return {
    async find(query, near) {
      const document =
        'query ($query: String!, $here: HereInput) { searchEvents(query: $query, here: $here, first: 10) { nodes { id } related(first: 10) { id } } }';
      const variables = { query, here: near };
      const { data, errors } = await subgraph.execute({ query: document, variables, caller: callerFor(null) });
      if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
      const { nodes, related } = (data as { searchEvents: Record<'nodes' | 'related', { id: string }[]> }).searchEvents;
      // As apps show it: below a short list what is related.
      return [...nodes, ...related].slice(0, 10).map(({ id }) => id);
    },
    /** As the jobs do: of what the events say. */
    async learn() {
      for (const job of ['learn-meanings', 'write-meanings']) await subgraph.runJob(job);
      await subgraph.execute({ query: '{ searchEvents(query: "jazz") { nodes { id } } }', variables: {}, caller: callerFor(null) });
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

async function report({ list, kinds }: Questions, filled: FilledCalendar, systems: Record<string, System>, each: boolean) {
  const names = Object.keys(systems);
  const nouns = kinds.slice(0, 3);
  const scores: Record<string, Score[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const { query, kind, near, grades: gradesIn } of list) {
    const grades = gradesIn(filled);
    if (grades.size === 0) throw new Error(`Nothing is a good answer to "${query}"`);
    for (const name of names) {
      const found = (await systems[name]!(query, near)).map((id) => grades.get(id) ?? 0);
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
  console.log(`${list.length} queries, ${filled.events.length} events\n${''.padEnd(18)}${names.map((name) => name.padEnd(21)).join('')}`);
  console.log(`${''.padEnd(18)}${names.map(() => 'NDCG  MRR   empty'.padEnd(21)).join('')}`);
  for (const kind of kinds) line(kind, (score) => score.kind === kind);
  line('nouns', ({ kind }) => nouns.includes(kind));
  line('sentences', ({ kind }) => !nouns.includes(kind));
  line('all', () => true);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
