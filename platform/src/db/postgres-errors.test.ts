import pg from 'pg';
import { fixtureDatabase } from './fixtures/database';
import { isDatabaseAway } from './postgres-errors';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error,
  );

const BACKEND = 'SELECT pg_backend_pid() AS pid';

describe('a database that is gone (security F20)', () => {
  test.each([
    ['a statement by Prisma', (tx: Tx) => tx.$queryRawUnsafe('SELECT 1')],
    ['a row read by Prisma', (tx: Tx) => tx.account.findFirst()],
  ])('is told as such: %s whose connection ended in the transaction', async (_what, read) => {
    const database = await fixtureDatabase();
    const failing = database.transaction(async (tx) => {
      const [row] = await tx.$queryRawUnsafe<{ pid: number }[]>(BACKEND);
      await database.pool.query('SELECT pg_terminate_backend($1)', [row!.pid]);
      await read(tx);
    });
    expect(isDatabaseAway(await failureOf(failing))).toBe(true);
  });

  test('a statement by node-postgres whose backend was ended', async () => {
    const database = await fixtureDatabase();
    const client = await database.pool.connect();
    client.on('error', () => undefined);
    const { rows } = await client.query<{ pid: number }>(BACKEND);
    const sleeping = failureOf(client.query('SELECT pg_sleep(30)'));
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    expect(isDatabaseAway(await sleeping)).toBe(true);
    client.release(true);
  });

  test('nobody listens at its address', async () => {
    const pool = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    expect(isDatabaseAway(await failureOf(pool.query('SELECT 1')))).toBe(true);
    await pool.end();
  });

  test.each([
    ['starts again after a crash', { code: '57P03', message: 'the database system is in recovery mode' }],
    ['takes no more connections', { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '53300' } } } }],
    ['gave no transaction in time', { code: 'P2028', message: 'Transaction API error' }],
  ])('it %s', (_what, error) =>
    expect(isDatabaseAway(Object.assign(new Error('message' in error ? error.message : ''), error))).toBe(true),
  );
});

test.each([
  ['a unique violation', { code: '23505' }],
  ['a statement that took too long', { code: '57014' }],
  ['a bug', new TypeError('x is not a function')],
])('%s is something else', (_what, error) => expect(isDatabaseAway(error)).toBe(false));

type Tx = Parameters<Parameters<Awaited<ReturnType<typeof fixtureDatabase>>['transaction']>[0]>[0];
