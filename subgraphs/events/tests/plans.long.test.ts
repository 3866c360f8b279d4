import { createLogger } from '@marquee/platform';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import pg from 'pg';
import { startAsking, type Asking } from '../bench/asking';
import { capture } from '../bench/capture';
import { fillLargeWorld, LARGE_WORLD_NOW, type Size } from '../bench/large-world';
import { plansOf } from '../bench/plans';
import { benchQueries } from '../bench/queries';
import { openDatabase } from '../src/db';
import { countPopularity } from '../src/modules/feed/popularity.store';

// What `npm run bench:queries` checks with a hundred thousand events, with a fifth of them.
const SIZE: Size = { events: 20_000, attendances: 60_000, people: 4_000 };

let asking: Asking;
let pool: pg.Pool;

beforeAll(async () => {
  const { url } = await freshDatabase('events');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await fillLargeWorld(client, SIZE);
  await client.end();
  const db = openDatabase(url, createLogger('plans', 'silent'));
  await countPopularity(db, LARGE_WORLD_NOW);
  await db.prisma.$executeRaw`ANALYZE event_popularity`;
  await db.close();
  pool = new pg.Pool({ connectionString: url, max: 2 });
  asking = await startAsking(url);
  afterTests(() => pool.end());
  afterTests(() => asking.stop());
}, 180_000);

test.each(benchQueries(SIZE).map((query) => [query.name, query] as const))(
  '%s: no growing table is read row by row without need (E68)',
  async (_name, query) => {
    const { statements } = await capture(async () => {
      for (let n = 0; n < 3; n++) await asking.ask(query, n);
    });
    const { indexes, scans } = await plansOf(pool, statements);
    expect(scans.filter((table) => !query.mayScan?.includes(table))).toEqual([]);
    expect(indexes).toEqual(expect.arrayContaining([...query.uses]));
  },
);

test('the check would notice: without the index of words the search reads row by row', async () => {
  const [text] = benchQueries(SIZE).filter(({ name }) => name === 'search: text');
  const { statements } = await capture(() => asking.ask(text!, 1));
  await pool.query('DROP INDEX event_search_document_idx');
  expect((await plansOf(pool, statements)).scans).toEqual(['event_search']);
});
