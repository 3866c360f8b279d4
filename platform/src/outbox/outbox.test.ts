import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createMemoryBus, type Bus, type Envelope } from '../bus';
import type { Database } from '../db';
import type { PrismaClient } from '../generated/prisma/client';
import { silentLogger } from '../logger';
import { eventually } from '../testing/eventually';
import { happen } from './fixtures/database';
import { appendAll } from './outbox';
import { messagingDatabase } from './fixtures/messaging';
import { type Relay, type RelayOptions, startRelay } from './relay';

let db: Database<PrismaClient>;
let bus: Bus;
let published: Envelope[];
/** What the consumer of these tests does; the default takes everything. */
let take: (fact: Envelope) => Promise<void> | void;
const relays: Relay[] = [];

beforeEach(async () => {
  db = await messagingDatabase();
  bus = createMemoryBus({ logger: silentLogger, groups: ['test'], attempts: 1 });
  published = [];
  take = () => undefined;
  await bus.consume('test', ['counted'], async (fact) => {
    await take(fact);
    published.push(fact);
  });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await bus.close();
});

const relay = (options: Partial<RelayOptions> = {}): Relay => {
  const started = startRelay({ pool: db.pool, bus, logger: silentLogger, ...options });
  relays.push(started);
  return started;
};
const numbers = (key: string) => published.filter((fact) => fact.key === key).map((fact) => (fact.payload as { n: number }).n);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the outbox', () => {
  test('a committed fact is published, whole', async () => {
    relay();
    const id = await happen(db, 'a', 1);
    await eventually(() => expect(published).toHaveLength(1));
    expect(published[0]).toEqual({
      id,
      topic: 'counted',
      key: 'a',
      payload: { n: 1 },
      headers: { correlationId: 'c-1' },
      occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    });
  });

  test('a transaction that is rolled back publishes nothing', async () => {
    const working = relay();
    await expect(
      db.transaction(async (tx) => {
        await appendAll(tx, [{ topic: 'counted', key: 'a', payload: { n: 1 } }]);
        throw new Error('second thoughts');
      }),
    ).rejects.toThrow('second thoughts');
    await happen(db, 'a', 2);
    await working.drain();
    expect(numbers('a')).toEqual([2]);
  });

  test('a fact that fails is a warning, but not while the relay stops: its taker may be stopping, too', async () => {
    const lines: { level: number }[] = [];
    const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line) as { level: number }) });
    const { warn, debug } = pino.levels.values;
    let fail: (error: Error) => void = () => undefined;
    let calls = 0;
    take = () => {
      calls++;
      return new Promise((_, reject) => (fail = reject));
    };
    const working = relay({ logger, backoff: { firstMs: 1, mostMs: 1 } });
    await happen(db, 'a', 1);
    await eventually(() => expect(calls).toBe(1));
    fail(new Error('not now'));
    await eventually(() => expect(calls).toBe(2));
    expect(lines.map(({ level }) => level)).toEqual([warn]);

    const stopped = working.stop();
    fail(new Error('gone'));
    await stopped;
    expect(lines.map(({ level }) => level)).toEqual([warn, debug]);
    expect((await working.lag()).rows).toBe(1);
  });

  test('many facts appended at once keep their order and their times', async () => {
    const occurredAt = new Date('2026-01-02T03:04:05.678Z');
    const ids = await db.transaction((tx) =>
      appendAll(
        tx,
        upTo(50).map((n) => ({ topic: 'counted' as const, key: 'a', payload: { n }, occurredAt })),
      ),
    );
    await relay().drain();
    expect(numbers('a')).toEqual(upTo(50));
    expect(published.map((fact) => fact.id)).toEqual(ids);
    expect(new Set(published.map((fact) => fact.occurredAt))).toEqual(new Set([occurredAt.toISOString()]));
  });

  test('a commit wakes the relay: publication does not wait for the next look', async () => {
    relay({ pollMs: 60_000 });
    await happen(db, 'warm-up', 1);
    await eventually(() => expect(published).toHaveLength(1));
    const waits: number[] = [];
    for (const n of upTo(30)) {
      await happen(db, 'a', n);
      const committed = performance.now();
      await eventually(() => expect(numbers('a')).toHaveLength(n));
      waits.push(performance.now() - committed);
    }
    const median = waits.sort((a, b) => a - b)[15] as number;
    // A few milliseconds on an idle machine; the bound only has to tell waking from polling on a busy one.
    expect(median).toBeLessThan(250);
  });
});

describe('the relay', () => {
  test('thousands of facts of many keys written side by side: each once, each key in order', async () => {
    const working = relay();
    const keys = upTo(40).map((number) => `key ${number}`);
    await Promise.all(
      keys.map(async (key) => {
        for (const n of upTo(40)) await happen(db, key, n);
      }),
    );
    await working.drain();
    for (const key of keys) expect(numbers(key)).toEqual(upTo(40));
    expect(published).toHaveLength(1_600);
    expect(await working.lag()).toEqual({ rows: 0, oldestSeconds: 0 });
  });

  test('a key that fails waits with all behind it, is tried again, and holds nobody else up', async () => {
    let broken = true;
    take = (fact) => {
      if (broken && fact.key === 'bad' && (fact.payload as { n: number }).n === 2) throw new Error('cannot');
    };
    const working = relay({ backoff: { firstMs: 10, mostMs: 50 } });
    for (const n of upTo(4)) {
      await happen(db, 'bad', n);
      await happen(db, 'good', n);
    }
    await eventually(() => expect(numbers('good')).toEqual(upTo(4)));
    await eventually(async () => {
      const { rows } = await db.pool.query<{ attempts: number }>(`SELECT attempts FROM outbox WHERE key = 'bad' AND payload->>'n' = '2'`);
      expect(rows[0]?.attempts).toBeGreaterThan(2);
    });
    expect(new Set(numbers('bad'))).toEqual(new Set([1]));
    // What was published is marked a moment later.
    await eventually(async () => expect((await working.lag()).rows).toBe(3));
    expect((await working.lag()).oldestSeconds).toBeGreaterThan(0);

    broken = false;
    await working.drain();
    expect(numbers('bad').filter((n) => n > 1)).toEqual([2, 3, 4]);
  });

  test('two relays at once: each key in order and nothing twice', async () => {
    const [one, two] = [relay({ pollMs: 20 }), relay({ pollMs: 20 })];
    take = () => sleep(Math.random() * 3);
    const keys = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(
      keys.map(async (key) => {
        for (const n of upTo(60)) await happen(db, key, n);
      }),
    );
    await Promise.all([one.drain(), two.drain()]);
    for (const key of keys) expect(numbers(key)).toEqual(upTo(60));
  });

  test('when the relay at work stops, the other one takes over', async () => {
    const first = relay();
    await happen(db, 'a', 1);
    await first.drain();
    const second = relay({ pollMs: 50 });
    await first.stop();
    await happen(db, 'a', 2);
    await second.drain();
    expect(numbers('a')).toEqual([1, 2]);
  });

  test('losing its database connection it comes back, and nothing is lost', async () => {
    const working = relay();
    for (const n of upTo(5)) {
      await happen(db, 'a', n);
      await working.drain();
      const { rowCount } = await db.pool.query(
        `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
      );
      expect(rowCount).toBe(1);
    }
    await working.drain();
    expect(numbers('a')).toEqual(upTo(5));
  });

  test('while the bus is away facts wait; when it is back they go out in order (X32)', async () => {
    let away = true;
    const flaky: Pick<Bus, 'publish' | 'healthy' | 'backlog'> = {
      backlog: async () => 0,
      publish: (facts) => (away ? Promise.reject(new Error('away')) : bus.publish(facts)),
      healthy: async () => !away,
    };
    const working = relay({ bus: flaky });
    for (const n of upTo(3)) await happen(db, 'a', n);
    await expect(working.drain(300)).rejects.toThrow('3 facts are still unpublished');
    away = false;
    await working.drain();
    expect(numbers('a')).toEqual(upTo(3));
  });

  test('what people do is published before what bulk work made, and a key keeps its order (events F18)', async () => {
    take = () => sleep(1);
    const bulk = Array.from({ length: 400 }, (_, n) => ({ topic: 'counted', key: `bulk ${n}`, payload: { n }, bulk: true }));
    await db.transaction(async (tx) => {
      await appendAll(tx, bulk);
      await appendAll(tx, [{ topic: 'counted', key: 'both', payload: { n: 1 }, bulk: true }]);
      await appendAll(tx, [{ topic: 'counted', key: 'both', payload: { n: 2 } }]);
      await appendAll(tx, [{ topic: 'counted', key: 'urgent', payload: { n: 1 } }]);
    });
    const working = relay();
    await working.drain();
    expect(numbers('both')).toEqual([1, 2]);
    const places = ['both', 'urgent'].map((key) => published.findLastIndex((fact) => fact.key === key));
    expect(Math.max(...places)).toBeLessThan(20);
    expect(published).toHaveLength(403);
  });

  test('bulk facts wait while those who take them have enough before them', async () => {
    let backlog = 1_000;
    const working = relay({
      bus: { publish: (facts) => bus.publish(facts), healthy: () => bus.healthy(), backlog: async () => backlog },
    });
    await db.transaction((tx) => appendAll(tx, [{ topic: 'counted', key: 'a', payload: { n: 1 }, bulk: true }]));
    await happen(db, 'b', 1);
    await eventually(() => expect(numbers('b')).toEqual([1]));
    expect(numbers('a')).toEqual([]);
    backlog = 0;
    await working.drain();
    expect(numbers('a')).toEqual([1]);
  });

  test('stopping lets the publication under way finish', async () => {
    let begun = false;
    take = async () => {
      begun = true;
      await sleep(100);
    };
    const working = relay();
    await happen(db, 'a', 1);
    await eventually(() => expect(begun).toBe(true));
    await working.stop();
    expect((await working.lag()).rows).toBe(0);
  });
});
