import { openRedis, silentLogger } from '@marquee/platform';
import {
  afterTests,
  describeWithOwnRedis,
  describeWithRedis,
  startRedis,
  startRedisCluster,
  type TestRedis,
} from '@marquee/platform/testing';
import { randomUUID } from 'node:crypto';
import { RateLimiterRedisNonAtomic } from 'rate-limiter-flexible';
import { aWorld, type World, type WorldOptions } from './kit';
import { aMarket } from './market';

type Rates = NonNullable<WorldOptions['settings']>['rates'];

const HELLO = '{ __typename }';
/** The most that a Redis that does not answer may cost a request. */
const HELD_UP_MS = 500;

/** Two gateways before the same subgraphs and one Redis; each test is a visitor of its own. */
async function twoGateways(redis: Pick<TestRedis, 'url'>, rates: Rates) {
  const options = { settings: { rates, trustedProxies: 1 }, redisUrl: redis.url };
  const worlds: [World, World] = [await aWorld(aMarket().plans, options), await aWorld(aMarket().plans, options)];
  const headers = { 'x-forwarded-for': `visitor-${randomUUID()}` };
  return {
    ask: (gateway: 0 | 1, query = HELLO) => worlds[gateway].ask(query, { headers }),
    stop: () => Promise.all(worlds.map((world) => world.stop())),
  };
}

describeWithRedis('with Redis', () => countTogether(startRedis));
describeWithOwnRedis('with a cluster of Redis', () => countTogether(startRedisCluster));

function countTogether(start: () => Promise<Pick<TestRedis, 'url' | 'stop'>>): void {
  let redis: Pick<TestRedis, 'url' | 'stop'>;
  beforeAll(async () => void (redis = await start()));
  afterTests(() => redis.stop());

  test('two gateways count together (X14, X43)', async () => {
    const gateways = await twoGateways(redis, { anonymous: { operations: 3 } });
    try {
      const statuses = [];
      for (const gateway of [0, 1, 0, 1, 0] as const) statuses.push((await gateways.ask(gateway)).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
    } finally {
      await gateways.stop();
    }
  });

  test('two gateways draw on one budget, and give back to it', async () => {
    const gateways = await twoGateways(redis, { anonymous: { cost: 100, windowSeconds: 100_000 } });
    try {
      expect((await gateways.ask(0, '{ things(first: 90) { id } }')).status).toBe(200);
      // 93 are left once the 83 have come back, which nobody waits for.
      const left = async () => (await gateways.ask(1, HELLO)).headers.get('ratelimit');
      while (!(await left())!.includes('"cost";r=93')) expect((await gateways.ask(1, HELLO)).status).toBe(200);
      expect((await gateways.ask(1, '{ things(first: 94) { id } }')).status).toBe(429);
      expect((await gateways.ask(1, '{ things(first: 93) { id } }')).status).toBe(200);
    } finally {
      await gateways.stop();
    }
  });

  test('of fifty operations at once on two gateways, exactly as many pass as are allowed', async () => {
    const gateways = await twoGateways(redis, { anonymous: { operations: 10, atOnce: 50 } });
    try {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => gateways.ask(at % 2 ? 0 : 1)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    } finally {
      await gateways.stop();
    }
  });

  test('of fifty that would spend a tenth of the budget each, exactly ten pass', async () => {
    const gateways = await twoGateways(redis, { anonymous: { cost: 70, windowSeconds: 100_000, atOnce: 50 } });
    try {
      // There are seven things: nothing is given back.
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => gateways.ask(at % 2 ? 0 : 1, '{ things(first: 7) { id } }')));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    } finally {
      await gateways.stop();
    }
  });

  test('control: counting by reading and then writing lets more than ten pass', async () => {
    const client = openRedis(redis.url, 'control', silentLogger, { enableOfflineQueue: true });
    try {
      const limiter = new RateLimiterRedisNonAtomic({ storeClient: client, points: 10, duration: 60 });
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => limiter.consume('everybody')));
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(10);
    } finally {
      client.disconnect();
    }
  });
}

describeWithOwnRedis('when Redis', () => {
  test('freezes, every request goes on after half a second at most, and gateways count for themselves', async () => {
    const redis = await startRedis();
    const gateways = await twoGateways(redis, { anonymous: { operations: 3 } });
    try {
      expect((await gateways.ask(0)).status).toBe(200);
      redis.pause();
      const started = performance.now();
      const answers = await Promise.all([gateways.ask(0), gateways.ask(0), gateways.ask(1)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(performance.now() - started).toBeLessThan(2 * HELD_UP_MS);
      const next = performance.now();
      expect((await gateways.ask(0)).status).toBe(200);
      expect(performance.now() - next).toBeLessThan(HELD_UP_MS);
      expect((await gateways.ask(0)).status).toBe(429);
      expect((await gateways.ask(1)).status).toBe(200);
    } finally {
      redis.resume();
      await gateways.stop();
      await redis.stop();
    }
  });

  test('is killed, requests go on at once, and are counted together again when it is back', async () => {
    const redis = await startRedis();
    const gateways = await twoGateways(redis, { anonymous: { operations: 1_000_000, slowFrom: Infinity } });
    try {
      await redis.kill();
      const started = performance.now();
      expect((await gateways.ask(0)).status).toBe(200);
      expect((await gateways.ask(1)).status).toBe(200);
      expect(performance.now() - started).toBeLessThan(2 * HELD_UP_MS);
      await redis.restart();
      const left = async (gateway: 0 | 1) => Number((await gateways.ask(gateway)).headers.get('ratelimit-remaining'));
      // As long as each counts for itself, both are at the same number.
      const deadline = Date.now() + 10_000;
      let together = false;
      while (!together && Date.now() < deadline) together = (await left(0)) - (await left(1)) === 1;
      expect(together).toBe(true);
    } finally {
      await gateways.stop();
      await redis.stop();
    }
  });

  test('is not there when a gateway starts, it starts all the same', async () => {
    const redis = await startRedis();
    await redis.kill();
    const gateways = await twoGateways(redis, { anonymous: { operations: 1 } });
    try {
      expect([(await gateways.ask(0)).status, (await gateways.ask(0)).status]).toEqual([200, 429]);
    } finally {
      await gateways.stop();
      await redis.stop();
    }
  });
});
