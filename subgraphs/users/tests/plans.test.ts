import { randomUUID } from 'node:crypto';
import { explain, hasSeqScanOn, usedIndexes } from '@marquee/platform';
import { beforeStatement, entriesStatement, mostPoints, viewerStatement, type Board } from '../src/modules/leaderboard/leaderboard.sql';
import { bestFirst, searchStatement } from '../src/modules/user/user-search.sql';
import { startWorld, type World } from './world';

/** Enough rows that reading them all costs more than an index. */
const PEOPLE = 20_000;

describe('with many people (U21)', () => {
  let world: World;
  const reader = randomUUID();
  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    // So many rows take longer than a request may.
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT gen_random_uuid(), n || '@x.test', n || '@x.test', 'user_' || n, 'user_' || n, md5(n::text), now(), now() FROM generate_series(1, $1) n`,
      [PEOPLE],
    );
    await client.query(
      `INSERT INTO connection_copies (connection_id, version, low_id, high_id, type, status)
       SELECT gen_random_uuid(), 1, least(a.id, b.id), greatest(a.id, b.id), 'FRIEND', 'ACCEPTED'
       FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM users) a JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM users) b ON b.n = a.n + 1`,
    );
    await client.query(
      `INSERT INTO notifications (id, user_id, type, parameters, created_at, read_at)
       SELECT gen_random_uuid(), id, 'ORDER_PAID', '{}', now(), CASE WHEN n % 10 > 0 THEN now() END FROM users, generate_series(1, 5) n`,
    );
    await client.query(
      `UPDATE users SET points = 10 * (length(display_name) + (hashtext(username) & 255)), city_key = 'city ' || (hashtext(username) & 1023)`,
    );
    await client.query(
      `INSERT INTO deed_changes (id, user_id, deed, source_id, event_id, change, points, reputation, at, recorded_at)
       SELECT gen_random_uuid(), id, 'ATTENDED', gen_random_uuid(), gen_random_uuid(), 1, 10, 5, now() - n * interval '30 days', now()
       FROM users, generate_series(1, 10) n`,
    );
    await client.query(
      `INSERT INTO sign_ins (id, user_id, at, outcome, way, network, new_network)
       SELECT gen_random_uuid(), id, now(), 'SUCCEEDED', 'PASSWORD', 'n' || n, true FROM users, generate_series(1, 2) n`,
    );
    await client.query(
      `INSERT INTO account_events (id, user_id, actor_id, kind, at, cause) SELECT gen_random_uuid(), id, id, 'REGISTERED', now(), 'test' FROM users`,
    );
    await client.query('ANALYZE');
    client.release(true);
  });

  it.each(['abc12', 'us', 'abcdef 123456', '王伟'])('a search for %s reads the indexes of words and of their parts', async (query) => {
    const { text, values } = searchStatement(query, reader, bestFirst.page({}));
    const plan = await explain(world.db.pool, text, values);
    const parts = query.length > 2 ? ['users_display_name_trgm', 'users_username_trgm'] : [];
    expect(usedIndexes(plan)).toEqual(expect.arrayContaining(['people_search_keys_idx', ...parts]));
    expect(['users', 'people_search', 'connection_copies'].filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
  });

  const board = (scope: Board['scope'], since: Date | null = null): Board => ({ scope, since, viewerId: reader });
  const somebody = { id: reader, points: 2_800 };

  it.each([
    ['everybody', 'users_points_idx', entriesStatement(board('ALL'), mostPoints.page({ first: 20 }))],
    ['who is before them', 'users_points_idx', beforeStatement(board('ALL'), somebody)],
    ['a city', 'users_city_key_idx', entriesStatement(board('CITY'), mostPoints.page({ first: 20 }))],
    ['friends', 'users_pkey', entriesStatement(board('FRIENDS'), mostPoints.page({ first: 20 }))],
    ['the rank of a viewer', 'users_pkey', viewerStatement(board('ALL'))],
  ])('the leaderboard of %s reads %s', async (_who, index, { text, values }) => {
    const plan = await explain(world.db.pool, text, values);
    expect(usedIndexes(plan)).toContain(index);
    expect(hasSeqScanOn(plan, 'users')).toBe(false);
  });

  it('the leaderboard of a week reads the deeds of that week alone', async () => {
    const { text, values } = entriesStatement(board('ALL', new Date(Date.now() - 7 * 86_400_000)), mostPoints.page({ first: 20 }));
    const plan = await explain(world.db.pool, text, values);
    expect(usedIndexes(plan)).toContain('deed_changes_at_idx');
    expect(hasSeqScanOn(plan, 'deed_changes')).toBe(false);
  });

  it.each([
    ['the deeds of a person', 'SELECT * FROM deed_changes WHERE user_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 21'],
    ['their sums', 'SELECT deed, source_id, sum(change) FROM deed_changes WHERE user_id = $1 GROUP BY deed, source_id'],
  ])('%s reads an index', async (_what, text) => {
    expect(hasSeqScanOn(await explain(world.db.pool, text, [reader]), 'deed_changes')).toBe(false);
  });

  it.each([
    [
      'the relations of a viewer',
      'connection_copies',
      `SELECT type FROM connection_copies WHERE low_id = $1 AND high_id = ANY(ARRAY[$1]::uuid[])`,
    ],
    [
      'the other half of them',
      'connection_copies',
      `SELECT type FROM connection_copies WHERE high_id = $1 AND low_id = ANY(ARRAY[$1]::uuid[])`,
    ],
    ['the number on the bell', 'notifications', `SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL`],
    [
      'a page of notifications',
      'notifications',
      `SELECT * FROM notifications WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 21`,
    ],
    ['who signs in by an address (U21)', 'users', `SELECT * FROM users WHERE email_key = ANY (ARRAY[$1::text, 'x@x.test'])`],
    ['who signs in by a username (U21)', 'users', `SELECT * FROM users WHERE username_key = $1::text`],
    ['how people signed in', 'sign_ins', `SELECT * FROM sign_ins WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT 21`],
    ['what was done to an account', 'account_events', `SELECT * FROM account_events WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT 21`],
    ['who is forgotten of the history', 'account_events', `UPDATE account_events SET actor_id = NULL WHERE actor_id = $1`],
  ])('%s reads an index', async (_title, table, text) => {
    const plan = await explain(world.db.pool, text, [reader]);
    expect(usedIndexes(plan).length).toBeGreaterThan(0);
    expect(hasSeqScanOn(plan, table)).toBe(false);
  });
});
