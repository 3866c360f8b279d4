import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import pg from 'pg';
import { modules } from './modules';

const run = promisify(execFile);
const ROOT = join(__dirname, '../..');

async function databases() {
  const made = await Promise.all(modules.map(async ({ name }) => [name, (await freshDatabase(name)).url] as const));
  const pools = Object.fromEntries(made.map(([name, url]) => [name, new pg.Pool({ connectionString: url, max: 1 })]));
  afterTests(() => Promise.all(Object.values(pools).map((pool) => pool.end())));
  const environment = Object.fromEntries(made.map(([name, url]) => [`DATABASE_URL_${name.toUpperCase()}`, url]));
  const facts = async (...args: string[]) => {
    const command = ['--import', 'tsx', join(ROOT, 'stack/src/facts.ts'), ...args];
    const { stdout } = await run(process.execPath, command, { cwd: ROOT, env: { PATH: process.env.PATH, ...environment } });
    return stdout.trimEnd().split('\n');
  };
  return { pools, facts };
}

const aFact = (topic: string, bulk: boolean) => ({ id: randomUUID(), topic, key: randomUUID(), bulk });

test('an operator sees how the facts stand and has them taken in or published again; nothing is migrated by it (A4)', async () => {
  const { pools, facts } = await databases();
  const { users, social } = pools;
  for (const { id, topic, key, bulk } of [aFact('user.updated', false), aFact('user.updated', true), aFact('user.updated', true)])
    await users!.query('INSERT INTO outbox (id, topic, key, payload, bulk) VALUES ($1, $2, $3, $4, $5)', [id, topic, key, {}, bulk]);
  const [letter, key] = [randomUUID(), randomUUID()];
  await social!.query('INSERT INTO dead_letters (id, consumer, event_id, topic, envelope, error) VALUES ($1, $2, $3, $4, $5, $6)', [
    letter,
    'social',
    randomUUID(),
    'user.updated',
    { key },
    'TypeError: nothing there\n at a line',
  ]);
  // As a product of an older release left it: a command that migrated would bring it up to date.
  const { rows: newest } = await users!.query<{ id: string }>(
    'DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING id',
  );
  expect(newest).toHaveLength(1);

  const status = await facts('status');
  expect(status).toHaveLength(modules.length);
  expect(status).toContainEqual(expect.stringMatching(/^users +1 waiting, 2 of bulk work, the oldest for \d+\.\d s; 0 dead letters$/));
  expect(status).toContainEqual(expect.stringMatching(/^social +0 waiting, .*; 1 dead letters$/));
  expect(await facts('dead')).toEqual([
    expect.stringMatching(new RegExp(`^social +${letter} \\S+ user\\.updated ${key}: TypeError: nothing there$`)),
  ]);
  expect(await facts('replay', '--topic', 'user.updated', '--subgraph', 'social')).toEqual(['social    1 to be replayed']);
  expect(await facts('dead')).toEqual([expect.stringContaining('(to be replayed)')]);

  await users!.query('UPDATE outbox SET published_at = now()');
  expect(await facts('republish', '--since', '2026-01-01', '--topic', 'user.updated', '--subgraph', 'users')).toEqual([
    'users     3 to be published again',
  ]);
  expect(await facts('compare', '--subgraph', 'users')).toEqual([expect.stringMatching(/^users +is asked to tell what it has/)]);
  const { rows: wanted } = await users!.query(`SELECT key, payload FROM outbox WHERE topic = 'copies.wanted' AND published_at IS NULL`);
  expect(wanted).toEqual([{ key: 'users', payload: { source: 'users' } }]);
  expect((await users!.query('SELECT 1 FROM _prisma_migrations WHERE id = $1', [newest[0]!.id])).rowCount).toBe(0);
}, 120_000);
