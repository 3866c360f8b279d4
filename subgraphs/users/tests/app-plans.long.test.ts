import { randomUUID } from 'node:crypto';
import { explain, hasSeqScanOn } from '@marquee/platform';
import { startWorld, type World } from './world';

const BIG = [
  'apps',
  'app_authorizations',
  'app_grants',
  'app_tokens',
  'app_codes',
  'app_devices',
  'app_secrets',
  'app_usage_days',
  'users',
];

describe('among 2,000 apps that act for 20,000 people', () => {
  let world: World;
  const [owner, app] = [randomUUID(), randomUUID()];
  beforeAll(async () => {
    world = await startWorld();
    const client = await world.db.pool.connect();
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, email_key, username, username_key, display_name, created_at, updated_at)
       SELECT CASE WHEN n = 1 THEN $1::uuid ELSE gen_random_uuid() END, 'k' || n, 'k' || n, 'user_' || n, 'user_' || n, 'n', now(), now() FROM generate_series(1, 20000) n`,
      [owner],
    );
    await client.query(
      `INSERT INTO apps (id, user_id, name, website_url, redirect_uris, scopes, confidential, created_at, updated_at)
       SELECT CASE WHEN n = 1 THEN $1::uuid ELSE gen_random_uuid() END, id, 'n', 'https://example.org/', '{}', '{}', true, now(), now()
       FROM (SELECT id, row_number() OVER (ORDER BY id = $2::uuid DESC) n FROM users LIMIT 2000) u`,
      [app, owner],
    );
    for (const text of [
      `INSERT INTO app_secrets (app_id, version, salt, hash, start) SELECT id, 1, '', decode(md5(id::text), 'hex'), 's' FROM apps`,
      `INSERT INTO app_usage_days (app_id, day, requests, errors, cost) SELECT id, current_date - n, 1, 0, 1 FROM apps, generate_series(1, 10) n`,
      `INSERT INTO app_authorizations (id, app_id, user_id, scopes, created_at)
       SELECT gen_random_uuid(), a.id, u.id, '{}', now() FROM (SELECT id, row_number() OVER () n FROM users) u
       JOIN (SELECT id, row_number() OVER () n FROM apps) a ON a.n = u.n % 2000 + 1`,
      `INSERT INTO app_grants (id, app_id, authorization_id, user_id, scopes, access_id, created_at, expires_at)
       SELECT gen_random_uuid(), app_id, id, user_id, '{}', gen_random_uuid(), now(), now() + interval '90 days' FROM app_authorizations`,
      `INSERT INTO app_tokens (hash, grant_id, kind, scopes, created_at, expires_at)
       SELECT decode(md5(id::text || n), 'hex'), id, 'REFRESH', '{}', now(), now() + n * interval '1 day' FROM app_grants, generate_series(1, 3) n`,
      `INSERT INTO app_codes (hash, authorization_id, redirect_uri, challenge, scopes, expires_at)
       SELECT decode(md5(id::text), 'hex'), id, 'r', 'c', '{}', now() FROM app_authorizations`,
      `INSERT INTO app_devices (hash, user_code, app_id, scopes, interval_seconds, authorization_id, expires_at)
       SELECT decode(md5(id::text), 'hex'), id::text, app_id, '{}', 5, id, now() FROM app_authorizations`,
      'ANALYZE',
    ])
      await client.query(text);
    client.release(true);
  });

  const long = `now() - interval '90 days'`;
  it.each([
    ['a person’s apps', 'SELECT * FROM apps WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 21', [owner]],
    [
      'apps that act for a person',
      'SELECT * FROM app_authorizations WHERE user_id = $1 AND ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 21',
      [owner],
    ],
    ['whom a token stands for', 'SELECT * FROM app_tokens WHERE hash = $1', [Buffer.from('a')]],
    ['a device by its code', `SELECT * FROM app_devices WHERE user_code = $1 AND state = 'WAITING'`, ['BCDFGHJK']],
    ['the copies of an app', 'SELECT id FROM app_grants WHERE app_id = $1 AND user_id = $2 AND ended_at IS NULL', [app, owner]],
    ['does it last', 'SELECT 1 FROM app_grants WHERE access_id = $1', [owner]],
    ['what acts for a person ends', 'UPDATE app_grants SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL', [owner]],
    ['what an app does ends', 'UPDATE app_grants SET ended_at = now() WHERE app_id = $1 AND ended_at IS NULL', [app]],
    [
      'what a person’s apps do is looked at anew',
      'SELECT id FROM app_grants WHERE app_id IN (SELECT id FROM apps WHERE user_id = $1) AND ended_at IS NULL FOR UPDATE',
      [owner],
    ],
    ['codes of what has ended', 'DELETE FROM app_codes WHERE authorization_id = $1', [owner]],
    ['devices of what has ended', 'DELETE FROM app_devices WHERE authorization_id = $1', [owner]],
    ['tokens that ran out', `DELETE FROM app_tokens WHERE expires_at < ${long}`, []],
    ['tokens of a grant', 'DELETE FROM app_tokens WHERE grant_id = $1', [owner]],
    ['grants that ended long ago', `DELETE FROM app_grants WHERE expires_at < ${long} OR ended_at < ${long}`, []],
    ['what ended long ago', `DELETE FROM app_authorizations WHERE ended_at < ${long}`, []],
    ['what an app did', 'SELECT * FROM app_usage_days WHERE app_id = $1 AND day > current_date - 30 ORDER BY day DESC', [app]],
    ['what apps did long ago', `DELETE FROM app_usage_days WHERE day < current_date - 90`, []],
  ])('%s is found by an index', async (_what, text, values) => {
    const plan = await explain(world.db.pool, text, values);
    expect(BIG.filter((table) => hasSeqScanOn(plan, table))).toEqual([]);
  });
});
