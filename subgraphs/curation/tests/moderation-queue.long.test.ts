import { explain, silentLogger, usedIndexes, type PlanNode } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import type { Prisma } from '../src/generated/prisma/client';
import { everything, fillQueue, filtersOf, page } from '../bench/waiting';
import { queueCount, queueEntries } from '../src/modules/queue/queue-entries.sql';

const WAITING = 200_000;
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
    ({ now, middle } = await fillQueue(client, WAITING));
  } finally {
    client.release();
  }
}, 300_000);

const filters = () => filtersOf((hours) => new Date(now.getTime() - hours * 3_600_000));
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
  test('a page reads few rows to choose from, by whatever filter', async () => {
    const many: [string, number][] = [];
    for (const [name, filter] of filters()) {
      const counted = await rowsRead(queueCount({ ...everything(now), ...filter }));
      if (counted > 20_000) many.push([`${name}, counted`, counted]);
      for (const from of [null, middle]) {
        const read = await rowsRead(queueEntries(page(from), { ...everything(now), ...filter }));
        if (read > 10_000) many.push([name, read]);
      }
    }
    expect(many).toEqual([]);
  });

  test('each page is read from an index of its own, and never the whole queue', async () => {
    for (const [name, filter] of filters()) {
      const read = await plan(queueEntries(page(), { ...everything(now), ...filter }));
      expect([name, usedIndexes(read).every((index) => /^queue_entries_(kind|curator)/.test(index))]).toEqual([name, true]);
      expect([name, JSON.stringify(read).includes('Seq Scan')]).toEqual([name, false]);
    }
    expect(usedIndexes(await plan(queueEntries(page(), { ...everything(now), city: 'nowhere' })))).toEqual([
      'queue_entries_kind_city_place_id_idx',
    ]);
  });
});
