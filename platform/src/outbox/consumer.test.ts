import { randomUUID } from 'node:crypto';
import { type Bus, createMemoryBus, type Envelope } from '../bus';
import type { Database } from '../db';
import type { PrismaClient } from '../generated/prisma/client';
import { silentLogger } from '../logger';
import { eventually } from '../testing/eventually';
import { SubgraphMeter } from '../watching';
import { metricsText } from '../watching/prometheus';
import { type ConsumerOptions, type Consumers, startConsumers } from './consumer';
import { effects, takeEffect, type Topics, type Tx } from './fixtures/database';
import { messagingDatabase } from './fixtures/messaging';
import { deadLetters as listOfDeadLetters, factsHealth, registerFacts, replayWanted, wantReplay } from './upkeep';

let db: Database<PrismaClient>;
let bus: Bus;
beforeEach(async () => {
  db = await messagingDatabase();
  bus = createMemoryBus({ logger: silentLogger, attempts: 50, backoff: { firstMs: 1, mostMs: 5 } });
});
afterEach(() => bus.close());

type Handler = NonNullable<ConsumerOptions<Topics, Tx>['handlers']['counted']>;
const plainly: Handler = ({ key, payload }, { tx }) => takeEffect(tx, key, payload.n);
const consume = (handler: Handler, options: Partial<ConsumerOptions<Topics, Tx>> = {}): Promise<Consumers> =>
  startConsumers<Topics, Tx>({ name: 'consumer', db, bus, logger: silentLogger, handlers: { counted: handler }, ...options });

const aFact = (key: string, n: number): Envelope => ({
  id: randomUUID(),
  topic: 'counted',
  key,
  occurredAt: new Date().toISOString(),
  payload: { n },
  headers: {},
});
const deadLetters = async () =>
  (await db.pool.query<{ id: string; event_id: string; error: string; replayed_at: Date | null }>('SELECT * FROM dead_letters')).rows;

test('a handler that reads much is given the time for it, and only that one', async () => {
  const limits: string[] = [];
  const asked: Handler = async (_fact, { tx }) => {
    const [row] = await tx.$queryRaw<{ ms: string }[]>`SELECT current_setting('idle_in_transaction_session_timeout') AS ms`;
    limits.push(row!.ms);
  };
  await consume(asked);
  await consume(asked, { name: 'patient', handlingMs: (topic) => (topic === 'counted' ? 60_000 : undefined) });
  await bus.publish([aFact('a', 1)]);
  expect(limits.sort()).toEqual(['1min', '5s']);
});

describe('exactly one effect', () => {
  const facts = Array.from({ length: 20 }, (_, index) => aFact(`key ${index % 5}`, index));
  const expected = facts.map(({ key, payload }) => `${key} ${(payload as { n: number }).n}`).sort();
  // Each copy is a publication of its own with its own lane, so that copies of one fact also meet at the same instant.
  const hundredfold = () => shuffled(facts.flatMap((fact) => Array.from({ length: 100 }, () => fact)));
  const flood = (channels: readonly Bus[]) => Promise.all(hundredfold().map((fact, at) => channels[at % channels.length]!.publish([fact])));

  test('every fact delivered a hundred times, shuffled and at once, takes effect once (X32, A4)', async () => {
    // Two buses as two replicas of the consumer would have: within one, copies of a key queue in its lane.
    const second = createMemoryBus({ logger: silentLogger });
    await consume(plainly);
    await consume(plainly, { bus: second });
    await flood([bus, second]);
    expect((await effects(db)).sort()).toEqual(expected);
    await second.close();
  });

  test('control: without the inbox the same flood doubles the effects', async () => {
    await bus.consume('consumer', ['counted'], ({ key, payload }) =>
      db.transaction((tx) => takeEffect(tx, key, (payload as { n: number }).n)),
    );
    await flood([bus]);
    expect((await effects(db)).length).toBe(2_000);
  });

  test('two services with one database each take the fact in', async () => {
    await consume(plainly);
    await consume(plainly, { name: 'another' });
    await bus.publish([aFact('a', 1)]);
    expect(await effects(db)).toEqual(['a 1', 'a 1']);
  });
});

describe('a handler that fails', () => {
  test('leaves nothing behind and is called again; what it put off happens after the commit only', async () => {
    let calls = 0;
    const afterwards: number[] = [];
    await consume(async ({ key, payload }, { tx, after }) => {
      after(() => void afterwards.push(calls));
      await takeEffect(tx, key, payload.n);
      if (++calls < 3) throw new Error('not yet');
      expect(afterwards).toEqual([]);
    });
    await bus.publish([aFact('a', 1)]);
    expect(await effects(db)).toEqual(['a 1']);
    expect(afterwards).toEqual([3]);
  });

  test('after the last attempt its fact is put aside whole, and the facts behind it go on', async () => {
    let calls = 0;
    await consume(async ({ key, payload }, { tx }) => {
      if (payload.n === 1) {
        calls++;
        throw new Error('never');
      }
      await takeEffect(tx, key, payload.n);
    });
    const bad = aFact('a', 1);
    await bus.publish([bad, aFact('a', 2)]);
    expect(calls).toBe(10);
    expect(await effects(db)).toEqual(['a 2']);
    const [letter, ...others] = await deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ consumer: 'consumer', event_id: bad.id, topic: 'counted', envelope: bad, replayed_at: null });
    expect(letter?.error).toContain('Error: never');
  });

  test("its dead letter can be replayed, by its own id or the fact's, once and with one effect (A4)", async () => {
    let broken = true;
    const consumers = await consume(
      async ({ key, payload }, { tx }) => {
        if (broken) throw new Error('still broken');
        await takeEffect(tx, key, payload.n);
      },
      { maxAttempts: 2 },
    );
    const [one, two] = [aFact('a', 1), aFact('a', 2)];
    await bus.publish([one, two]);
    const letters = await deadLetters();
    expect(letters).toHaveLength(2);

    await expect(consumers.replayDeadLetter(one.id)).rejects.toThrow('still broken');
    expect((await deadLetters()).every((letter) => letter.replayed_at === null)).toBe(true);
    broken = false;
    const letterOfTwo = letters.find((letter) => letter.event_id === two.id)!;
    const answers = await Promise.all([one.id, one.id, letterOfTwo.id, two.id].map((id) => consumers.replayDeadLetter(id)));
    expect(answers.filter(Boolean)).toHaveLength(2);
    expect(await consumers.replayDeadLetter(randomUUID())).toBe(false);
    expect(await effects(db)).toEqual(['a 1', 'a 2']);
    expect((await deadLetters()).every((letter) => letter.replayed_at !== null)).toBe(true);
  });

  test('an operator has dead letters taken in again; one that fails again stays, with its new error', async () => {
    let reason = 'broken';
    const consumers = await consume(
      async (fact, context) => {
        if (reason && (fact.payload.n === 1 || reason === 'broken')) throw new Error(reason);
        await plainly(fact, context);
      },
      { maxAttempts: 1 },
    );
    await bus.publish([aFact('a', 1), aFact('b', 2)]);
    await eventually(async () => expect((await factsHealth(db.pool)).deadLetters).toBe(2));
    expect(await replayWanted(db.pool, consumers.replayDeadLetter)).toEqual({ replayed: 0, failed: 0 });
    reason = 'still broken';
    expect(await wantReplay(db.pool, { topic: 'counted' })).toBe(2);
    expect(await replayWanted(db.pool, consumers.replayDeadLetter)).toEqual({ replayed: 1, failed: 1 });
    expect(await effects(db)).toEqual(['b 2']);
    const [left, ...more] = await listOfDeadLetters(db.pool);
    expect(left).toMatchObject({ topic: 'counted', key: 'a', error: 'Error: still broken', replayWanted: false });
    expect(more).toEqual([]);
    reason = '';
    expect(await wantReplay(db.pool, { ids: [left!.id] })).toBe(1);
    expect(await replayWanted(db.pool, consumers.replayDeadLetter)).toEqual({ replayed: 1, failed: 0 });
    expect((await factsHealth(db.pool)).deadLetters).toBe(0);
    const meter = new SubgraphMeter('users');
    registerFacts(meter, db.pool);
    expect(await metricsText(meter)).toContain('marquee_dead_letters{subgraph="users"} 0\n');
  });

  test('a database that is away fills no dead letters: facts wait until it is back', async () => {
    await consume(plainly, { maxAttempts: 2 });
    const [{ current_database: name }] = (await db.pool.query<{ current_database: string }>('SELECT current_database()')).rows as [
      { current_database: string },
    ];
    const outside = (await messagingDatabase()).pool;
    await outside.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await outside.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    let delivered = false;
    const publishing = eventually(() => bus.publish([aFact('a', 1)])).then(() => (delivered = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(delivered).toBe(false);
    await outside.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await publishing;
    expect(await effects(db)).toEqual(['a 1']);
    expect(await deadLetters()).toEqual([]);
  });
});

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
