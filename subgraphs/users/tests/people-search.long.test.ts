import { randomUUID } from 'node:crypto';
import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { bestFirst, searchStatement } from '../src/modules/user/user-search.sql';
import { startWorld, type World } from './world';

const PEOPLE = 100_000;
const FRIENDS = 500;

/** Names as they are spread in a country: some by hundreds, most a few times. */
const NAMED = `initcap(translate(substr(md5((n % 700)::text), 1, 6), '0123456789', 'aeiourstln')) || ' ' ||
               initcap(translate(substr(md5((n % 9001)::text || 'x'), 1, 8), '0123456789', 'aeiourstln'))`;

describe('a search among 100,000 people (U22)', () => {
  let world: World;
  const viewer = randomUUID();
  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT CASE WHEN n = 1 THEN $2::uuid ELSE gen_random_uuid() END, n || '@x.test', n || '@x.test', 'user_' || n, 'user_' || n, ${NAMED}, now(), now()
       FROM generate_series(1, $1) n`,
      [PEOPLE, viewer],
    );
    await client.query(
      `INSERT INTO connection_copies (connection_id, version, low_id, high_id, type, status)
       SELECT gen_random_uuid(), 1, least(a.id, b.id), greatest(a.id, b.id), 'FRIEND', 'ACCEPTED'
       FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM users) a CROSS JOIN generate_series(1, 5) apart
       JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM users) b ON b.n = a.n + apart`,
    );
    await client.query(
      `INSERT INTO connection_copies (connection_id, version, low_id, high_id, type, status)
       SELECT gen_random_uuid(), 1, least(id, $1), greatest(id, $1), 'FRIEND', 'ACCEPTED' FROM (SELECT id FROM users WHERE id <> $1 LIMIT $2) u`,
      [viewer, FRIENDS],
    );
    await client.query('VACUUM ANALYZE');
    client.release(true);
  }, 900_000);

  const somebody = async () =>
    (await world.db.pool.query<{ name: string }>('SELECT display_name AS name FROM users LIMIT 1')).rows[0]!.name;

  it.each([
    ['a name', (name: string) => name],
    ['a name with a slip', (name: string) => name.slice(0, 3) + name.slice(4)],
    ['the beginning of one', (name: string) => name.slice(0, 4)],
    ['two letters', (name: string) => name.slice(0, 2)],
    ['what everybody has in their username', () => 'user'],
  ])('for %s reads indexes alone', async (what, of) => {
    const query = of(await somebody());
    const { text, values } = searchStatement(query, viewer, bestFirst.page({}));
    const plan = await explain(world.db.pool, text, values);
    const isCommon = query === 'user';
    if (!isCommon) expect(usedIndexes(plan)).toContain('people_search_keys_idx');
    // Who everybody is, is found in the order of their ids.
    expect(['users', 'people_search', 'connection_copies'].filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
    const began = performance.now();
    const { rows } = await world.db.pool.query(text, values);
    const took = Math.round(performance.now() - began);
    // eslint-disable-next-line no-console -- how long it takes is what this file is run for
    console.log(`${what}: ${took} ms, ${rows.length} rows`);
    expect(rows.length).toBeGreaterThan(0);
    expect(took).toBeLessThan(2_000);
  });
});
