import { afterTests, freshDatabase } from '@marquee/platform/testing';
import pg from 'pg';
import { startAsking, type Asking } from '../bench/asking';
import { capture } from '../bench/capture';
import { fillLargeWorld, type Size } from '../bench/large-world';
import { learnLargeWorld } from '../bench/learn-large-world';
import { plansOf } from '../bench/plans';
import { benchQueries } from '../bench/queries';

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
  await learnLargeWorld(url);
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

test('what waits for its meaning, and whether there is news, is found by an index', async () => {
  await pool.query(`UPDATE event_meanings SET model_version = 0 WHERE event_id IN (SELECT event_id FROM event_meanings LIMIT 300)`);
  expect((await pool.query('SELECT adopted FROM learned_models')).rows).toEqual([{ adopted: true }]);
  const { statements } = await capture(async () => {
    for (const job of ['learn-meanings', 'write-meanings']) await asking.subgraph.runJob(job);
  });
  // What is learned from is half of so small a world, which is read row by row with right.
  const others = statements.filter(({ values }) => !values.includes(10_000));
  const { indexes, scans } = await plansOf(pool, others);
  expect(scans).toEqual([]);
  expect(indexes).toEqual(expect.arrayContaining(['event_meanings_model_version_event_id_idx', 'events_shown_since_idx', 'events_pkey']));
  expect((await pool.query('SELECT count(*)::int AS n FROM event_meanings WHERE model_version = 0')).rows).toEqual([{ n: 0 }]);
});

test('the check would notice: without the indexes of words and of starts the search reads row by row', async () => {
  const [text] = benchQueries(SIZE).filter(({ name }) => name === 'search: text');
  const { statements } = await capture(() => asking.ask(text!, 1));
  await pool.query('DROP INDEX event_search_document_idx, event_search_starts_at_event_id_idx');
  expect((await plansOf(pool, statements)).scans).toEqual(['event_search']);
});
