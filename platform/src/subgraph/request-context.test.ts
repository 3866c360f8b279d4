import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMemoryBus, type Bus } from '../bus';
import { createMemoryCache } from '../cache';
import { FixedClock } from '../clock';
import type { Database } from '../db';
import { fixtureDatabase } from '../db/fixtures/database';
import { Refusal } from '../errors';
import type { PrismaClient } from '../generated/prisma/client';
import { HeavyThread } from '../heavy';
import { lazily } from '../lazy';
import { byId } from '../loaders';
import { createLogger, silentLogger } from '../logger';
import { fieldsForTest } from '../testing/fields';
import { aViewer, callerFor } from '../testing/viewers';
import { SubgraphMeter } from '../watching';
import { RequestContext, type RequestParts } from './request-context';
import type { Basics, Step } from './step';

interface Topics {
  'account.changed': { id: string; balance: number };
}
type Kept = Basics<PrismaClient>;

const loaders = lazily<[kept: Kept]>()(({ db }) => ({
  accountById: byId(
    (ids: readonly string[]) => db.prisma.account.findMany({ where: { id: { in: [...ids] } } }),
    (row) => row.id,
  ),
}));
type Loaders = ReturnType<typeof loaders>;
class Context extends RequestContext<Kept, Loaders, Topics> {}

let db: Database<PrismaClient>;
let bus: Bus;
let inactive: Set<string>;
const clock = new FixedClock(new Date('2026-11-21T12:00:00.000Z'));
beforeAll(async () => {
  db = await fixtureDatabase();
  for (const file of ['messaging.sql', 'idempotency.sql'])
    await db.pool.query(readFileSync(path.resolve(__dirname, '../../sql', file), 'utf8'));
  bus = createMemoryBus({ logger: silentLogger });
});
beforeEach(() => (inactive = new Set()));
afterAll(() => bus.close());

const meter = new SubgraphMeter('accounts');
const parts: RequestParts<Kept, Loaders, never> = {
  createLoaders: loaders,
  createServices: () => ({}),
  isActive: async (_tx, userId) => !inactive.has(userId),
};
const as = (viewer = aViewer(), logger = silentLogger): Context =>
  new Context(
    parts,
    {
      databaseUrl: '',
      bus,
      cache: createMemoryCache(),
      clock,
      logger,
      settings: {},
      fields: fieldsForTest,
      db,
      heavy: new HeavyThread(),
      meter,
    },
    callerFor(viewer),
  );
const account = () => db.prisma.account.create({ data: { name: `account ${Math.random()}` } });

/** Pays one in, and tells it. */
const payIn = (ctx: Context, id: string, idempotencyKey?: string) =>
  ctx.change('payIn', { idempotencyKey, id } as { idempotencyKey?: string }, async ({ tx, tell, push }: Step<Kept, Topics>) => {
    const { balance } = await tx.account.update({ where: { id }, data: { balance: { increment: 1 } } });
    await tell({ topic: 'account.changed', key: id, payload: { id, balance } });
    push(`account:${id}`, { balance });
    return balance;
  });

test('after a change, loaders read anew', async () => {
  const [ctx, { id }] = [as(), await account()];
  const balances = [];
  for (let n = 0; n < 3; n++) {
    balances.push((await ctx.loaders.accountById.load(id))?.balance);
    await payIn(ctx, id);
  }
  expect(balances).toEqual([0, 1, 2]);
});

test('an id in capitals is the same to a loader', async () => {
  const { id } = await account();
  const { accountById } = as().loaders;
  const both = await Promise.all([accountById.load(id), accountById.load(id.toUpperCase())]);
  expect(both.map((row) => row?.id)).toEqual([id, id]);
});

test('a change happens once for each key, and other arguments under it are refused', async () => {
  const [ctx, { id }, other] = [as(), await account(), await account()];
  expect([await payIn(ctx, id, 'k'), await payIn(ctx, id, 'k')]).toEqual([1, 1]);
  await expect(payIn(ctx, other.id, 'k')).rejects.toMatchObject({ type: 'KeyReused' });
  expect(await payIn(as(), id, 'k')).toBe(2);
});

test('keys stand for amounts that JSON cannot write, too', async () => {
  const ctx = as();
  const buy = (amount: bigint) => ctx.change('buy', { idempotencyKey: 'k', amount } as { idempotencyKey: string }, async () => 'bought');
  expect([await buy(5n), await buy(5n)]).toEqual(['bought', 'bought']);
  await expect(buy(6n)).rejects.toMatchObject({ type: 'KeyReused' });
});

test('facts carry what caused them and are told with the commit; pushes go out after it', async () => {
  const [{ id }, heard] = [await account(), [] as unknown[]];
  const stop = await bus.listen(`account:${id}`, (push) => void heard.push(push));
  await payIn(as(), id);
  await expect(
    as().change('fails', {}, async ({ tell, push }: Step<Kept, Topics>) => {
      await tell({ topic: 'account.changed', key: id, payload: { id, balance: 99 } });
      push(`account:${id}`, { balance: 99 });
      throw new Refusal('NoWay', 'NOT_ALLOWED_NOW', 'No.');
    }),
  ).rejects.toThrow('No.');
  const { rows } = await db.pool.query(`SELECT payload, headers FROM outbox WHERE key = $1`, [id]);
  expect(rows).toEqual([{ payload: { id, balance: 1 }, headers: { correlationId: 'test' } }]);
  expect(heard).toEqual([{ balance: 1 }]);
  await stop();
});

test('an account that is not active changes nothing', async () => {
  const [viewer, { id }] = [aViewer(), await account()];
  inactive.add(viewer.id);
  await expect(payIn(as(viewer), id)).rejects.toMatchObject({ type: 'NotAllowed', code: 'FORBIDDEN' });
  expect((await db.prisma.account.findUnique({ where: { id } }))?.balance).toBe(0);
});

test('a visitor has no viewer', () => {
  const ctx = new Context(parts, as().kept, callerFor(null));
  expect(ctx.viewerId).toBeNull();
  expect(() => ctx.viewer).toThrow('Sign in to do this.');
});

test('what a request and its change log has the correlation id of the request, an effect that fails after the commit too (X7)', async () => {
  const lines: { msg: string; correlationId?: string }[] = [];
  const sink = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) };
  const ctx = as(aViewer(), createLogger('accounts', 'info', sink));
  ctx.logger.info('asked');
  await ctx.change('logs', {}, async (step: Step<Kept, Topics>) => {
    step.logger.info('changing');
    step.after(() => Promise.reject(new Error('the bus is away')));
    return null;
  });
  const { correlationId } = ctx.caller;
  expect(lines.map((line) => [line.msg, line.correlationId])).toEqual([
    ['asked', correlationId],
    ['changing', correlationId],
    ['an effect after a commit failed', correlationId],
  ]);
});
