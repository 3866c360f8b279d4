import type { PrismaClient } from '../generated/prisma/client';
import type { Database, Statement } from './database';
import { fixtureDatabase } from './fixtures/database';
import { sqlState } from './postgres-errors';

describe('a prepared statement', () => {
  let database: Database<PrismaClient>;
  beforeAll(async () => {
    // One connection, so that each test finds what the one before left.
    database = await fixtureDatabase({ poolSize: 1 });
  });

  const sum = (a: unknown, b: unknown): Statement => ({
    name: 'sum',
    text: 'SELECT $1::int + $2::int AS sum, $1::int AS a',
    values: [a, b],
  });

  test('answers each run with its own values, the first and those that know the columns already', async () => {
    expect(await database.query(sum(1, 2))).toEqual([{ sum: 3, a: 1 }]);
    const runs = await Promise.all([2, 3, 4].map((a) => database.query(sum(a, 10))));
    expect(runs.map(([row]) => row)).toEqual([
      { sum: 12, a: 2 },
      { sum: 13, a: 3 },
      { sum: 14, a: 4 },
    ]);
  });

  test('is prepared once for each connection', async () => {
    await database.query(sum(1, 1));
    const [row] = await database.query<{ uses: string }>({
      name: 'uses',
      text: `SELECT count(*)::int AS uses FROM pg_prepared_statements WHERE name = 'sum'`,
      values: [],
    });
    expect(row).toEqual({ uses: 1 });
  });

  test('answers nothing where nothing is to be answered', async () => {
    expect(await database.query({ name: 'none', text: 'SELECT 1 AS one WHERE FALSE', values: [] })).toEqual([]);
    const insert = { name: 'insert', text: 'INSERT INTO "Account" (name) VALUES ($1)', values: ['Ada'] };
    expect(await database.query(insert)).toEqual([]);
    expect(await database.query({ ...insert, values: ['Bob'] })).toEqual([]);
    expect((await database.prisma.account.findMany()).map(({ name }) => name).sort()).toEqual(['Ada', 'Bob']);
  });

  test('takes lists, times and nothing as values', async () => {
    const text = 'SELECT $1::text[] AS list, $2::timestamptz AS at, $3::text AS nothing';
    const at = new Date('2026-11-21T12:00:00.123Z');
    for (let run = 0; run < 2; run++) {
      expect(await database.query({ name: 'values', text, values: [['a', 'b "c", {d}', null], at, null] })).toEqual([
        { list: ['a', 'b "c", {d}', null], at, nothing: null },
      ]);
    }
  });

  test('that fails says why, and the next one runs', async () => {
    const divide = (by: number): Statement => ({ name: 'divide', text: 'SELECT 10 / $1::int AS tenth', values: [by] });
    await database.query(divide(5));
    const failure = await database.query(divide(0)).catch((error: unknown) => error);
    expect(sqlState(failure)).toBe('22012');
    await expect(database.query({ name: 'broken', text: 'SELEC 1', values: [] })).rejects.toThrow('syntax error');
    await expect(database.query(sum('x', 1))).rejects.toThrow('invalid input syntax');
    expect(await database.query(divide(2))).toEqual([{ tenth: 5 }]);
  });

  test('that fails does not fail those that were asked beside it', async () => {
    const runs = await Promise.allSettled([database.query(sum(1, 1)), database.query(sum('x', 1)), database.query(sum(2, 2))]);
    expect(runs.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('with a value that cannot be read is refused, and the next one runs', async () => {
    const types = {
      getTypeParser: () => () => {
        throw new Error('cannot be read');
      },
    } as never;
    await expect(
      database.query({ name: 'unreadable', text: 'SELECT 1 AS one FROM generate_series(1, 3)', values: [], types }),
    ).rejects.toThrow('cannot be read');
    expect(await database.query(sum(1, 1))).toEqual([{ sum: 2, a: 1 }]);
  });

  test('may not take the name of another', async () => {
    await database.query(sum(1, 1));
    await expect(database.query({ name: 'sum', text: 'SELECT 2', values: [] })).rejects.toThrow(
      'The name "sum" stands for another statement already.',
    );
    expect(await database.query(sum(1, 1))).toEqual([{ sum: 2, a: 1 }]);
  });

  test('whose table has changed fails once and is right again', async () => {
    const all = { name: 'all_accounts', text: 'SELECT * FROM "Account" WHERE name = $1', values: ['Ada'] };
    expect(await database.query(all)).toHaveLength(1);
    await database.prisma.$executeRawUnsafe('ALTER TABLE "Account" ADD COLUMN colour text DEFAULT \'red\'');
    await expect(database.query(all)).rejects.toThrow('cached plan must not change result type');
    expect(await database.query(all)).toEqual([expect.objectContaining({ name: 'Ada', colour: 'red' })]);
  });
});
