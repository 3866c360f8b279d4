import type { PrismaClient } from '../generated/prisma/client';
import type { Database } from './database';
import { fixtureDatabase } from './fixtures/database';
import { keepNewer } from './keep-newer';

let db: Database<PrismaClient>;
beforeAll(async () => {
  db = await fixtureDatabase();
  await db.pool.query(`
    CREATE TYPE mood AS ENUM ('GOOD', 'BAD');
    CREATE TABLE copies (
      id uuid PRIMARY KEY, version int NOT NULL, display_name text, mood mood NOT NULL, tags text[] NOT NULL, seen_at timestamptz,
      erased boolean NOT NULL DEFAULT false, ours int NOT NULL DEFAULT 7)`);
});
beforeEach(() => db.pool.query('TRUNCATE copies'));

const ID = '00000000-0000-4000-8000-000000000001';
const row = (version: number, parts: object = {}) => ({
  id: ID,
  version,
  displayName: `v${version}`,
  mood: 'GOOD',
  tags: ['a', `b${version}`],
  seenAt: '2026-11-21T12:00:00.000Z',
  ...parts,
});
const keep = (...args: [number, object?]) => db.transaction((tx) => keepNewer(tx, 'copies', ['id'], row(...args), { unless: 'erased' }));
const kept = async () => (await db.pool.query('SELECT * FROM copies')).rows;

test('a copy holds what was told, each type as its column has it, and leaves our own columns alone', async () => {
  expect(await keep(1)).toBe(true);
  await db.pool.query('UPDATE copies SET ours = 8');
  expect(await keep(2, { mood: 'BAD', seenAt: null })).toBe(true);
  const expected = { id: ID, version: 2, display_name: 'v2', mood: 'BAD', tags: ['a', 'b2'], seen_at: null, erased: false, ours: 8 };
  expect(await kept()).toEqual([expected]);
});

test('what comes late or again changes nothing', async () => {
  await keep(2);
  expect([await keep(1), await keep(2)]).toEqual([false, false]);
  expect((await kept())[0].display_name).toBe('v2');
});

test('in whatever order versions come, also at once, the newest stays', async () => {
  await Promise.all([3, 1, 5, 2, 4].map((version) => keep(version)));
  expect((await kept()).map(({ version }) => version)).toEqual([5]);
});

test('what is marked as gone is never written again', async () => {
  await keep(1);
  await db.pool.query('UPDATE copies SET erased = true');
  expect(await keep(2)).toBe(false);
  expect((await kept())[0].version).toBe(1);
});
