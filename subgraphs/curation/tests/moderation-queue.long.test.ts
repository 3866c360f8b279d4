import { explain, silentLogger, usedIndexes, type PlanNode } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import type { Prisma } from '../src/generated/prisma/client';
import { queueCount, queueEntries, type QueueSelection } from '../src/modules/queue/queue-entries.sql';

const WAITING = 200_000;
const KINDS = ['EVENT', 'REVISION', 'REVIEW', 'MESSAGE', 'PROFILE', 'POST', 'COMMENT', 'GROUP', 'VENUE', 'ORGANIZATION'] as const;
const CURATOR = '00000000-0000-4000-8000-00000000000c';
const VIEWER = '00000000-0000-4000-8000-00000000000d';
let db: Database;
let now: Date;
/** A place in the midst of the queue. */
let middle: number;

beforeAll(async () => {
  const { url } = await freshDatabase('curation');
  db = openDatabase(url, silentLogger);
  afterTests(() => db.close());
  const client = await db.pool.connect();
  try {
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
      [WAITING, CURATOR],
    );
    await client.query(`UPDATE queue_entries SET kind = 'GROUP' WHERE id IN (SELECT id FROM queue_entries LIMIT 40)`);
    await client.query('VACUUM ANALYZE queue_entries');
    middle = (
      await client.query<{ place: number }>('SELECT percentile_cont(0.4) WITHIN GROUP (ORDER BY place) AS place FROM queue_entries')
    ).rows[0]!.place;
    now = (await client.query<{ now: Date }>('SELECT now()')).rows[0]!.now;
  } finally {
    client.release();
  }
}, 300_000);

const all = (): QueueSelection => ({
  kinds: KINDS,
  viewerId: VIEWER,
  now,
  ...{ category: null, city: null, language: null, assigneeId: null, unclaimed: null, urgent: null, queuedUntil: null },
});
const page = (from: [number, string] | null = null, backward = false) => ({ list: 'x', limit: 20, from, backward });
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const filters = (): [string, Partial<QueueSelection>][] => [
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

async function milliseconds(statement: Prisma.Sql): Promise<number> {
  const began = performance.now();
  await db.prisma.$queryRaw(statement);
  return performance.now() - began;
}

const ROUNDS = 3;
const p95 = (times: number[]) => times.sort((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1]!;
const plan = ({ text, values }: Prisma.Sql): Promise<PlanNode> => explain(db.pool, text, values);

/** Rows that are read for a page, as Postgres counts them: a machine with much else to do reads as many. */
async function rowsRead({ text, values }: Prisma.Sql): Promise<number> {
  const { rows } = await db.pool.query<{ 'QUERY PLAN': { Plan: Measured }[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const read = (node: Measured): number =>
    (node['Relation Name'] ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0) +
    (node.Plans ?? []).reduce((sum, below) => sum + read(below), 0);
  return read(rows[0]!['QUERY PLAN'][0]!.Plan);
}
interface Measured {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Measured[];
}

describe('with 200,000 that wait', () => {
  test('a page, the one behind it and its number come within 50 ms, 19 times of 20, by whatever filter', async () => {
    const slow: [string, number][] = [];
    for (const [name, filter] of filters()) {
      const selection = { ...all(), ...filter };
      // What others do on this machine meanwhile counts for nobody: the best round of several.
      let best = Infinity;
      for (let round = 0; round < ROUNDS && best >= 50; round++) {
        const times: number[] = [];
        for (let turn = 0; turn < 20; turn++)
          for (const from of [null, [middle, VIEWER] as [number, string]])
            times.push((await milliseconds(queueEntries(page(from), selection))) + (from ? 0 : await milliseconds(queueCount(selection))));
        best = Math.min(best, p95(times));
      }
      if (best >= 50) slow.push([name, Math.round(best * 10) / 10]);
    }
    expect(slow).toEqual([]);
  }, 300_000);

  test('a page reads few rows to choose from, by whatever filter', async () => {
    const many: [string, number][] = [];
    for (const [name, filter] of filters()) {
      const counted = await rowsRead(queueCount({ ...all(), ...filter }));
      if (counted > 20_000) many.push([`${name}, counted`, counted]);
      for (const from of [null, [middle, VIEWER] as [number, string]]) {
        const read = await rowsRead(queueEntries(page(from), { ...all(), ...filter }));
        if (read > 10_000) many.push([name, read]);
      }
    }
    expect(many).toEqual([]);
  });

  test('each page is read from an index of its own, and never the whole queue', async () => {
    for (const [name, filter] of filters()) {
      const read = await plan(queueEntries(page(), { ...all(), ...filter }));
      expect([name, usedIndexes(read).every((index) => /^queue_entries_(kind|curator)/.test(index))]).toEqual([name, true]);
      expect([name, JSON.stringify(read).includes('Seq Scan')]).toEqual([name, false]);
    }
    expect(usedIndexes(await plan(queueEntries(page(), { ...all(), city: 'nowhere' })))).toEqual(['queue_entries_kind_city_place_id_idx']);
  });
});
