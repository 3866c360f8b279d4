import { randomUUID } from 'node:crypto';
import { peopleStatement, newestPeopleFirst } from '../src/modules/administration/administration.sql';
import { actsOfOrganizations, newestActsFirst } from '../src/modules/organization/organization-acts.sql';
import { entriesStatement, mostPoints } from '../src/modules/leaderboard/leaderboard.sql';
import { startWorld, type World } from './world';

const PEOPLE = 100_000;
/** A page has 21 rows: a statement that reads more than this for it goes through many that it does not want. */
const MOST_ROWS = 2_000;

interface Node {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Node Type': string;
  Plans?: Node[];
}

const readBy = (node: Node): number =>
  (node.Plans ?? []).reduce(
    (sum, plan) => sum + readBy(plan),
    node.Plans && node.Plans.length > 0 ? 0 : (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  );

describe(`lists among ${PEOPLE.toLocaleString('en')} people`, () => {
  let world: World;
  const somebody = randomUUID();
  const organization = randomUUID();

  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    // Every thousandth is suspended, every other thousandth verified, every ten thousandth a curator.
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, role, verified, suspended_at, deactivated_at, points, city_key, created_at, updated_at)
       SELECT CASE WHEN n = 1 THEN $2::uuid ELSE gen_random_uuid() END, 'k' || n, 'k' || n, 'user_' || n, 'user_' || n, md5(n::text),
              (CASE WHEN n % 10000 = 3 THEN 'curator' ELSE 'user' END)::role, n % 1000 = 5, CASE WHEN n % 1000 = 7 THEN now() END,
              CASE WHEN n % 1000 = 9 THEN now() END, n % 5000, 'city ' || n % 1000, now() - n * interval '1 minute', now()
       FROM generate_series(1, $1) n`,
      [PEOPLE, somebody],
    );
    await client.query(
      `INSERT INTO suspensions (id, user_id, reason, begun_at, ended_at, appeal, appealed_at, decided_at)
       SELECT gen_random_uuid(), id, 'x', now(), CASE WHEN n > 1 OR hashtext(username) % 50 <> 0 THEN now() END, 'x', now(),
              CASE WHEN hashtext(username) % 2 = 0 AND n > 1 THEN now() END
       FROM users, generate_series(1, 2) n`,
    );
    await client.query(
      `INSERT INTO sign_ins (id, user_id, at, outcome, way, network, new_network)
       SELECT gen_random_uuid(), id, now() - n * interval '1 hour', 'SUCCEEDED', 'PASSWORD', 'n', false FROM users, generate_series(1, 2) n`,
    );
    await client.query(
      `INSERT INTO sign_ins (id, user_id, at, outcome, way, network, new_network)
       SELECT gen_random_uuid(), $1, now() - n * interval '1 minute', 'SUCCEEDED', 'PASSWORD', 'n', false FROM generate_series(1, 3000) n`,
      [somebody],
    );
    await client.query(`INSERT INTO organizations (id, name, slug, created_at) VALUES ($1, 'House', 'house', now())`, [organization]);
    await client.query(
      `INSERT INTO organizations (id, name, slug, created_at) SELECT gen_random_uuid(), 'H' || n, 'h-' || n, now() FROM generate_series(1, 1000) n`,
    );
    await client.query(
      `INSERT INTO organization_acts (id, organization_id, kind, at) SELECT gen_random_uuid(), o.id, 'CHANGED', now() - n * interval '1 minute'
       FROM organizations o, generate_series(1, 100) n`,
    );
    await client.query(
      `INSERT INTO organization_invitations (id, organization_id, user_id, role, invited_by_id, created_at, expires_at)
       SELECT gen_random_uuid(), o.id, u.id, 'STAFF', $1, now(), now() + interval '1 day'
       FROM organizations o, LATERAL (SELECT id FROM users ORDER BY id LIMIT 100) u`,
      [somebody],
    );
    await client.query(
      `INSERT INTO announcements (id, texts, audience, urgent, scheduled_for, in_local_time, expires_at, audience_count, created_at)
       SELECT gen_random_uuid(), '{}', 'ALL', false, now(), false, now(), 0, now() - n * interval '1 minute' FROM generate_series(1, 5000) n`,
    );
    await client.query('ANALYZE');
    client.release(true);
  }, 600_000);

  const rowsRead = async (text: string, values: readonly unknown[]): Promise<number> => {
    const { rows } = await world.db.pool.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
    return readBy(rows[0]!['QUERY PLAN'][0].Plan);
  };
  const people = (filter: object) => peopleStatement(world.kept.fields, filter as never, world.clock.now(), newestPeopleFirst.page({}));

  it.each([
    ['all of them', {}],
    ['the suspended', { state: 'SUSPENDED' }],
    ['those about to be erased', { state: 'DEACTIVATED' }],
    ['the active', { state: 'ACTIVE' }],
    ['curators', { role: 'curator' }],
    ['those who are verified', { verified: true }],
    ['those who are not', { verified: false }],
    ['suspended ones who were verified', { state: 'SUSPENDED', verified: true }],
    ['one address', { email: 'nobody@people.test' }],
    ['one name', { search: 'user_777' }],
    ['the first ones', { createdBefore: new Date('2020-01-01') }],
  ])('people for staff, %s: reads few', async (_who, filter) => {
    const { text, values } = people(filter);
    expect(await rowsRead(text, values!)).toBeLessThan(MOST_ROWS);
  });

  it.each([
    [
      'appeals that wait',
      `SELECT s.* FROM suspensions s LEFT JOIN users u ON u.id = s.user_id
       WHERE s.ended_at IS NULL AND s.appealed_at IS NOT NULL AND s.decided_at IS NULL AND u.role IN ('user', 'curator') AND u.id IS NOT NULL
       ORDER BY s.appealed_at, s.id LIMIT 21`,
      [],
    ],
    ['how somebody signed in', 'SELECT * FROM sign_ins WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT 21', [somebody]],
    ['announcements', 'SELECT * FROM announcements ORDER BY created_at DESC, id DESC LIMIT 21', []],
    [
      'open invitations of an organisation',
      `SELECT * FROM organization_invitations WHERE organization_id = $1 AND status = 'OPEN' AND expires_at > now() ORDER BY created_at DESC, id DESC`,
      [organization],
    ],
    [
      'invitations of a day by one person',
      `SELECT created_at FROM organization_mail_invitations WHERE invited_by_id = $1 AND created_at > now() - interval '1 day'`,
      [somebody],
    ],
  ])('%s: reads few', async (_what, text, values) => {
    expect(await rowsRead(text, values)).toBeLessThan(MOST_ROWS);
  });

  it('control: a list that no index is for reads them all', async () => {
    expect(await rowsRead(`SELECT * FROM users WHERE theme = 'DARK' ORDER BY updated_at LIMIT 21`, [])).toBeGreaterThanOrEqual(PEOPLE);
  });

  it('the log of an organisation: reads few', async () => {
    const { text, values } = actsOfOrganizations([organization], newestActsFirst.page({}));
    expect(await rowsRead(text, values!)).toBeLessThan(MOST_ROWS);
  });

  it.each(['ALL', 'CITY', 'FRIENDS'] as const)('the leaderboard of %s: reads few', async (scope) => {
    const { text, values } = entriesStatement({ scope, since: null, viewerId: somebody }, mostPoints.page({ first: 20 }));
    expect(await rowsRead(text, values!)).toBeLessThan(MOST_ROWS);
  });
});
