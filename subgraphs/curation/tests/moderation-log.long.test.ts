import { explain, hasSeqScanOn, silentLogger, usedIndexes, type PlanNode } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import type { Prisma } from '../src/generated/prisma/client';
import { decisionsAtAll, decisionsFound } from '../src/modules/decision-search/decision-search.sql';
import { moderationActs, type ActSelection } from '../src/modules/moderation-log/moderation-log.sql';
import { SUBJECT_KINDS } from '../src/modules/subject/subject-kinds';

const ACTS = 100_000;
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
let db: Database;

beforeAll(async () => {
  const { url } = await freshDatabase('curation');
  db = openDatabase(url, silentLogger);
  afterTests(() => db.close());
  // Half are claims; one in ten thousand is a suspension. A hundred people, each thing is acted on five times, one note in a thousand is rare.
  const client = await db.pool.connect();
  try {
    await client.query(`SET statement_timeout = '240s'`);
    await client.query(
      `INSERT INTO moderation_acts (at, verb, by, actor_id, kind, subject_id, entry_id, version, author_id, category_slug, title, note)
       SELECT now() - n * interval '1 minute',
         (CASE WHEN n % 10000 = 0 THEN 'RESTRICTED' WHEN n % 2 = 0 THEN 'CLAIMED' WHEN n % 3 = 0 THEN 'REJECTED' ELSE 'APPROVED' END)::"ModerationVerb",
         'STAFF', ('00000000-0000-4000-8000-' || lpad((n % 100)::text, 12, '0'))::uuid,
         (enum_range(NULL::"SubjectKind"))[1 + n % 11], ('00000000-0000-4000-8000-' || lpad((n / 5)::text, 12, '0'))::uuid, gen_random_uuid(), 1,
         gen_random_uuid(), 'music', 'Evening number ' || n, CASE WHEN n % 1000 = 1 THEN 'A raffle.' ELSE 'It is fine.' END
       FROM generate_series(1, ${ACTS}) n`,
    );
    await client.query('ANALYZE');
  } finally {
    client.release(true);
  }
}, 300_000);

const selection = (parts: Partial<ActSelection> = {}): ActSelection => ({
  ...{ kinds: SUBJECT_KINDS, verbs: null, viewerId: id(999_999), byPeople: false, actorId: null, subjectId: null },
  ...{ category: null, reason: null, cannedReasonId: null, from: null, until: null },
  ...parts,
});
const page = (from: [string | number, string] | null = null) => ({ list: 'x', limit: 20, from, backward: false });
const middle = (): [string, string] => [new Date(Date.now() - 30 * 86_400_000).toISOString(), id(1)];
const plan = ({ text, values }: Prisma.Sql): Promise<PlanNode> => explain(db.pool, text, values);

interface Measured {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Measured[];
}
/** Rows of the log that are read for a page, as Postgres counts them: a machine with much else to do reads as many. */
async function rowsRead({ text, values }: Prisma.Sql): Promise<number> {
  const { rows } = await db.pool.query<{ 'QUERY PLAN': { Plan: Measured }[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const read = (node: Measured): number =>
    (node['Relation Name'] === 'moderation_acts'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      : 0) + (node.Plans ?? []).reduce((sum, below) => sum + read(below), 0);
  return read(rows[0]!['QUERY PLAN'][0]!.Plan);
}

describe('with 100,000 acts in the log', () => {
  test.each<[string, Partial<ActSelection>]>([
    ['all', {}],
    ['one person’s', { actorId: id(7) }],
    ['one person’s decisions', { actorId: id(7), verbs: ['APPROVED', 'REJECTED'] }],
    ['what was done to one thing', { subjectId: id(400) }],
    ['a rare act', { verbs: ['RESTRICTED'] }],
    ['a kind', { kinds: ['VENUE'] }],
    ['a month', { from: new Date(Date.now() - 40 * 86_400_000), until: new Date(Date.now() - 10 * 86_400_000) }],
  ])('%s is read from an index, few rows for a page', async (_name, parts) => {
    for (const from of [null, middle()]) {
      const statement = moderationActs(page(from), selection(parts));
      const acts = await plan(statement);
      expect(hasSeqScanOn(acts, 'moderation_acts')).toBe(false);
      expect(usedIndexes(acts).some((index) => index.startsWith('moderation_acts_'))).toBe(true);
      expect(await rowsRead(statement)).toBeLessThan(3_000);
    }
  });

  test.each(['NEWEST', 'RELEVANCE'] as const)('words are found by their index, %s first', async (order) => {
    const statement = decisionsFound(page(), selection({ byPeople: true }), 'raffle', order);
    expect(usedIndexes(await plan(statement))).toContain('moderation_acts_words_idx');
    expect(await rowsRead(statement)).toBeLessThan(1_000);
  });

  test('the newest decisions, and those for a canned reason that nobody named, are read from an index', async () => {
    for (const parts of [{}, { cannedReasonId: id(5) }]) {
      const statement = decisionsAtAll(page(), selection({ byPeople: true, ...parts }));
      expect(hasSeqScanOn(await plan(statement), 'moderation_acts')).toBe(false);
      expect(await rowsRead(statement)).toBeLessThan(3_000);
    }
  });
});
