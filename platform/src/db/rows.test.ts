import type { Account, Entry, PrismaClient } from '../generated/prisma/client';
import type { Database } from './database';
import { fixtureDatabase } from './fixtures/database';
import { AS_PRISMA, rowsOf, rowsWithin } from './rows';

describe('rows by prepared statements', () => {
  let database: Database<PrismaClient>;
  beforeAll(async () => {
    database = await fixtureDatabase();
    await database.prisma.account.create({
      data: { name: 'Ada', balance: 5, entries: { create: [{ amount: 7 }, { amount: -2, note: 'n' }] } },
    });
    await database.prisma.account.create({ data: { name: 'Bob' } });
  });

  test('are what Prisma answers, in the order asked for', async () => {
    const byName = rowsOf<Account>('Account', 'name = ANY($1::text[]) ORDER BY name DESC');
    const expected = await database.prisma.account.findMany({ orderBy: { name: 'desc' } });
    expect(expected).toHaveLength(2);
    expect(await byName(database, [['Ada', 'Bob']])).toEqual(expected);
    const entries = rowsOf<Entry>('Entry', 'TRUE ORDER BY id');
    expect(await entries(database, [])).toEqual(await database.prisma.entry.findMany({ orderBy: { id: 'asc' } }));
  });

  test('are read and locked in one statement inside a transaction, as they are after the wait', async () => {
    const byName = rowsWithin<Account>('Account', 'name = $1 FOR UPDATE');
    const lock = (tx: Parameters<typeof byName>[0]) => byName(tx, database.prisma, ['Bob']);
    let waiting: Promise<Account[]>;
    await database.transaction(async (tx) => {
      expect(await lock(tx)).toEqual(await tx.account.findMany({ where: { name: 'Bob' } }));
      waiting = database.transaction(lock);
      await tx.account.update({ where: { name: 'Bob' }, data: { balance: 9 } });
    });
    const rows = await waiting!;
    expect(rows).toEqual(await database.prisma.account.findMany({ where: { name: 'Bob' } }));
    expect(Number(rows[0]!.balance)).toBe(9);
  });

  test('leave out what is not needed', async () => {
    const names = rowsOf<Omit<Account, 'id' | 'balance'>>('Account', 'name = $1', { omit: ['id', 'balance'] });
    expect(await names(database, ['Ada'])).toEqual([{ name: 'Ada' }]);
  });

  test('of a model that does not exist are a mistake that says so', async () => {
    await expect(async () => rowsOf('Nobody', 'TRUE')(database, [])).rejects.toThrow('The Prisma schema has no model Nobody.');
  });

  test('read values of every type as Prisma does', async () => {
    await database.prisma.$executeRawUnsafe(`CREATE TYPE mood AS ENUM ('GOOD', 'BAD')`);
    const text = `SELECT * FROM (VALUES
      ('2026-11-21 12:00:00.123+00'::timestamptz, '1999-12-31 23:59:59.1'::timestamp, '2026-02-28'::date, 9007199254740993::int8, 7::int4,
       1.5::float8, true, '{"a":[1]}'::jsonb, ARRAY['x','{y}'], ARRAY[1,2], '1f8f2c1e-9b7a-4c56-8d2e-0a1b2c3d4e5f'::uuid, 'GOOD'::mood, ARRAY['GOOD','BAD']::mood[]),
      ('2026-11-21 12:00:00+00', '1999-12-31 23:59:59', '1970-01-01', -1, 0, 0, false, 'null', '{}', '{}', null, null, '{}'),
      ('0099-01-01 00:00:00.05+00', '2026-06-01 00:00:00.001', '0099-12-31', null, null, null, null, null, null, null, null, null, null),
      ('2026-11-21 12:00:00.1+00', null, null, null, null, null, null, null, null, null, null, null, null),
      ('2026-11-21 12:00:00.12+00', null, null, null, null, null, null, null, null, null, null, null, null)
    ) AS t (at, local, day, big, small, float, flag, json, texts, ints, uuid, mood, moods)`;
    const rows = await database.query<{ mood: unknown; moods: unknown; at: Date }>({
      name: 'all_types',
      text,
      values: [],
      types: AS_PRISMA,
    });
    expect(rows.map(({ mood, moods }) => [mood, moods])).toEqual([
      ['GOOD', ['GOOD', 'BAD']],
      [null, []],
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(rows.map(({ at }) => at.getUTCMilliseconds())).toEqual([123, 0, 50, 100, 120]);
    // What it answers for enums depends on the schema, which this table is not in.
    const known = (row: object) => ({ ...row, mood: null, moods: null });
    const expected = await database.prisma.$queryRawUnsafe<object[]>(
      text.replace(/'GOOD'::mood|ARRAY\['GOOD','BAD'\]::mood\[\]/g, 'NULL::text'),
    );
    expect(rows.map(known)).toEqual(expected.map(known));
  });
});
