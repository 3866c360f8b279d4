import pg from 'pg';
import type { PrismaClient } from '../generated/prisma/client';
import { freshDatabase } from '../testing/fresh-database';
import { countStatements } from '../testing/statements';
import type { Database } from './database';
import { fixtureDatabase, openFixture, PRISMA_DIR, recordingLogger } from './fixtures/database';

describe('a database', () => {
  let database: Database<PrismaClient>;
  beforeAll(async () => {
    database = await fixtureDatabase();
  });
  beforeEach(async () => {
    await database.prisma.entry.deleteMany();
    await database.prisma.account.deleteMany();
  });

  test('answers Prisma and prepared statements from the same data', async () => {
    await database.prisma.account.create({ data: { name: 'Ada', balance: 5 } });
    const text = 'SELECT name, balance FROM "Account" WHERE name = $1';
    const rows = await database.query<{ name: string; balance: number }>({ name: 'account', text, values: ['Ada'] });
    expect(rows).toEqual([{ name: 'Ada', balance: 5 }]);
  });

  test('counts every statement of both, also inside a transaction, and no BEGIN or COMMIT', async () => {
    const { statements } = await countStatements(database, async () => {
      await database.prisma.account.findMany();
      await database.query({ name: 'one', text: 'SELECT 1', values: [] });
      await database.transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1`;
        await tx.account.findFirst();
      });
    });
    expect(statements).toBe(4);
  });

  test('keeps nothing of a transaction whose work throws (P22)', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.account.create({ data: { name: 'Ada' } });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.prisma.account.count()).toBe(0);
  });

  test('runs effects after the commit, in order, and sees the committed row from outside', async () => {
    const seen: number[] = [];
    await database.transaction(async (tx, after) => {
      after(async () => void seen.push(await database.prisma.account.count()));
      after(() => void seen.push(99));
      await tx.account.create({ data: { name: 'Ada' } });
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([1, 99]);
  });

  test('runs no effect after a rollback', async () => {
    const effect = vi.fn();
    const failing = database.transaction(async (_tx, after) => {
      after(effect);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(effect).not.toHaveBeenCalled();
  });

  test('logs an effect that fails, runs the next, and still answers', async () => {
    const logger = recordingLogger();
    const noisy = await fixtureDatabase({ logger });
    const next = vi.fn();
    const answer = await noisy.transaction(async (_tx, after) => {
      after(() => Promise.reject(new Error('the bus is away')));
      after(next);
      return 7;
    });
    expect(answer).toBe(7);
    expect(next).toHaveBeenCalledTimes(1);
    expect(logger.lines).toEqual(['an effect after a commit failed']);
  });

  test('puts the next question on a connection after the answer to the last, and goes on after one that failed', async () => {
    const real = pg.Client.prototype.query;
    let [underWay, most] = [0, 0];
    const watching = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
      const answer = (real as (...all: unknown[]) => Promise<unknown>).apply(this, args);
      if (typeof args.at(-1) === 'function') return answer as never;
      most = Math.max(most, ++underWay);
      return answer.finally(() => underWay--) as never;
    });
    try {
      const client = await database.pool.connect();
      const asked = ['SELECT 1 AS n', 'SELECT 1 / 0', 'SELECT 3 AS n'].map((text) => client.query<{ n: number }>(text));
      const settled = await Promise.allSettled(asked);
      client.release();
      expect(settled.map((one) => (one.status === 'fulfilled' ? one.value.rows[0]!.n : null))).toEqual([1, null, 3]);
      expect(most).toBe(1);
    } finally {
      watching.mockRestore();
    }
  });

  test('gives a transaction that may take longer as much time between two statements', async () => {
    const allowed = (timeoutMs?: number) =>
      database.transaction(
        async (tx) => tx.$queryRaw<{ ms: string }[]>`SELECT current_setting('idle_in_transaction_session_timeout') AS ms`,
        {
          timeoutMs,
        },
      );
    expect([await allowed(), await allowed(60_000), await allowed()]).toEqual([[{ ms: '5s' }], [{ ms: '1min' }], [{ ms: '5s' }]]);
  });

  test('runs a transaction again when the database asks for it, and only the last run counts', async () => {
    const { id } = await database.prisma.account.create({ data: { name: 'Ada' } });
    let runs = 0;
    const effect = vi.fn();
    const addOne = (meet: () => Promise<unknown>) =>
      database.transaction(
        async (tx, after) => {
          runs++;
          after(effect);
          const account = await tx.account.findUniqueOrThrow({ where: { id } });
          await meet();
          await tx.account.update({ where: { id }, data: { balance: account.balance + 1 } });
        },
        { isolation: 'RepeatableRead', attempts: 5 },
      );
    const bothHaveRead = meeting(2);
    await Promise.all([addOne(bothHaveRead), addOne(bothHaveRead)]);
    expect(await database.prisma.account.findUniqueOrThrow({ where: { id } })).toMatchObject({ balance: 2 });
    expect(runs).toBe(3);
    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('resolves a deadlock by running the loser again', async () => {
    const names = ['Ada', 'Bob'];
    await database.prisma.account.createMany({ data: names.map((name) => ({ name })) });
    const bothHoldOne = meeting(2);
    const payBoth = (order: string[]) =>
      database.transaction(async (tx) => {
        for (const name of order) {
          await tx.account.update({ where: { name }, data: { balance: { increment: 1 } } });
          await bothHoldOne();
        }
      });
    await Promise.all([payBoth(names), payBoth([...names].reverse())]);
    const accounts = await database.prisma.account.findMany();
    expect(accounts.map(({ balance }) => balance)).toEqual([2, 2]);
  });

  test('gives up after the last attempt, with the error of the database', async () => {
    const { id } = await database.prisma.account.create({ data: { name: 'Ada' } });
    let runs = 0;
    const losing = database.transaction(
      async (tx) => {
        runs++;
        await tx.account.findUniqueOrThrow({ where: { id } });
        await database.prisma.account.update({ where: { id }, data: { balance: { increment: 1 } } });
        await tx.account.update({ where: { id }, data: { balance: 0 } });
      },
      { isolation: 'RepeatableRead', attempts: 2 },
    );
    await expect(losing).rejects.toThrow();
    expect(runs).toBe(2);
  });

  test('turns a lock that is not free in time into a conflict', async () => {
    const { id } = await database.prisma.account.create({ data: { name: 'Ada' } });
    const { url } = { url: urlOf(database) };
    const impatient = openFixture(url, { lockTimeoutMs: 100 });
    await database.transaction(async (tx) => {
      await tx.account.update({ where: { id }, data: { balance: 1 } });
      const waiting = impatient.transaction((other) => other.account.update({ where: { id }, data: { balance: 2 } }));
      await expect(waiting).rejects.toThrow('Somebody else is changing this right now');
    });
  });

  test('has ten connections where nothing is said, however much is asked at once (X158)', async () => {
    const text = 'SELECT pg_backend_pid() AS pid, pg_sleep(0.02)';
    const asked = Array.from({ length: 40 }, () => database.query<{ pid: number }>({ name: 'busy', text, values: [] }));
    const pids = (await Promise.all(asked)).map(([row]) => row!.pid);
    expect([pids.length, new Set(pids).size]).toEqual([40, 10]);
  });

  test('survives the loss of its connections', async () => {
    const logger = recordingLogger();
    const victim = await fixtureDatabase({ logger });
    await victim.query({ name: 'one', text: 'SELECT 1', values: [] });
    const lost = new Promise((resolve) => victim.pool.once('error', resolve));
    await database.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      new URL(urlOf(victim)).pathname.slice(1),
    ]);
    await lost;
    expect(await victim.query({ name: 'one', text: 'SELECT 1 AS one', values: [] })).toEqual([{ one: 1 }]);
    expect(logger.lines).toContain('a database connection was lost');
  });
});

test('fresh databases are migrated, empty, and know nothing of each other', async () => {
  const [first, second] = await Promise.all([fixtureDatabase(), fixtureDatabase()]);
  await first.prisma.account.create({ data: { name: 'Ada' } });
  expect(await second.prisma.account.count()).toBe(0);
  await second.prisma.account.create({ data: { name: 'Ada' } });
});

test('a fresh database can be dropped while somebody is connected, and twice', async () => {
  const { url, drop } = await freshDatabase({ name: 'fixture', prismaDir: PRISMA_DIR });
  const database = openFixture(url);
  await database.prisma.account.count();
  await drop();
  await drop();
  await expect(database.prisma.account.count()).rejects.toThrow();
});

/** A place where `parties` runs wait for each other, once; whoever comes later walks through. */
function meeting(parties: number): () => Promise<void> {
  let missing = parties;
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (--missing <= 0) open();
    return opened;
  };
}

function urlOf(database: Database<PrismaClient>): string {
  return database.pool.options.connectionString ?? '';
}
