import { explain, hasSeqScanOn, usedIndexes } from './explain';
import { fixtureDatabase } from './fixtures/database';

test('tells the indexes that a plan uses, and the tables it reads whole', async () => {
  const { pool, prisma } = await fixtureDatabase();
  const account = await prisma.account.create({ data: { name: 'Ada' } });
  await pool.query(`INSERT INTO "Entry" ("accountId", amount, note) SELECT $1::uuid, n, md5(n::text) FROM generate_series(1, 5000) n`, [
    account.id,
  ]);
  await pool.query('ANALYZE');

  const byKey = await explain(pool, 'SELECT * FROM "Entry" WHERE id = $1', [7]);
  expect(usedIndexes(byKey)).toEqual(['Entry_pkey']);
  expect(hasSeqScanOn(byKey, 'Entry')).toBe(false);

  const byNote = await explain(pool, 'SELECT count(*) FROM "Entry" WHERE note = $1', ['x']);
  expect(usedIndexes(byNote)).toEqual([]);
  expect(hasSeqScanOn(byNote, 'Entry')).toBe(true);
  expect(hasSeqScanOn(byNote, 'Account')).toBe(false);
});
