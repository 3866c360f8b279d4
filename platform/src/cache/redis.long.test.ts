import Redis from 'ioredis';
import { type Bus, createRedisBus } from '../bus';
import { silentLogger as logger } from '../logger';
import { eventually } from '../testing/eventually';
import { describeWithOwnRedis, describeWithRedis, startRedis, type TestRedis } from '../testing/redis';
import type { Cache } from './cache';
import { describeCache } from './cache.contract';
import { createRedisCache } from './redis';

/** As a process has it: a bus and a cache. */
const openProcess = async (url: string, namespace: string) => {
  const bus: Bus = createRedisBus({ url, logger });
  const cache: Cache = await createRedisCache({ url, bus, logger, namespace });
  await eventually(async () => {
    await cache.set('ready?', 1, 60);
    const probe = new Redis(url);
    const there = await probe.exists(`cache:${namespace}:ready?`).finally(() => probe.disconnect());
    expect(there).toBe(1);
  });
  return { cache, bus, close: async () => void (await cache.close(), await bus.close()) };
};

describeWithRedis('the cache over Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  let namespaces = 0;
  describeCache(async () => {
    const namespace = `test-${process.pid}-${namespaces++}`;
    const open = [await openProcess(redis.url, namespace)];
    return {
      cache: open[0]!.cache,
      async elsewhere() {
        const another = await openProcess(redis.url, namespace);
        open.push(another);
        return another.cache;
      },
      close: async () => void (await Promise.all(open.map((each) => each.close()))),
    };
  });

  test('two services do not see each other', async () => {
    const [users, events] = [await openProcess(redis.url, 'users'), await openProcess(redis.url, 'events')];
    await users.cache.set('k', 'theirs', 60);
    expect(await events.cache.get('k')).toBeUndefined();
    await events.cache.deleteByPrefix('');
    expect(await users.cache.get('k')).toBe('theirs');
    await Promise.all([users.close(), events.close()]);
  });
});

describeWithOwnRedis('the cache when Redis fails', () => {
  let redis: TestRedis;
  beforeEach(async () => {
    redis = await startRedis({ durable: true });
  });
  afterEach(async () => {
    redis.resume();
    await redis.stop();
  });

  test('without Redis from the start everything is loaded, quickly and without an error', async () => {
    await redis.kill();
    const bus = createRedisBus({ url: redis.url, logger });
    const cache = await createRedisCache({ url: redis.url, bus, logger, namespace: 'test' });
    const begun = Date.now();
    expect(await cache.wrap('k', 60, async () => 'loaded')).toBe('loaded');
    expect(await cache.wrap('k', 60, async () => 'again')).toBe('again');
    await cache.delete('k');
    await cache.deleteByPrefix('k');
    expect(Date.now() - begun).toBeLessThan(1_000);
    await cache.close();
    await bus.close();
  });

  test('frozen: a burst of reads costs one timeout, not one each', async () => {
    const { cache, close } = await openProcess(redis.url, 'test');
    redis.pause();
    const begun = Date.now();
    for (let n = 0; n < 20; n++) expect(await cache.wrap(`key ${n}`, 60, async () => n)).toBe(n);
    expect(Date.now() - begun).toBeLessThan(2_500);
    redis.resume();
    await close();
  });

  test('what was deleted while Redis was away does not come back with it', async () => {
    const { cache, close } = await openProcess(redis.url, 'test');
    for (const key of ['one', 'list:1', 'list:2', 'kept']) await cache.set(key, 'old', 60);
    await redis.kill();
    await eventually(async () => expect(await cache.wrap('probe', 1, async () => 'loaded')).toBe('loaded'));
    await cache.delete('one');
    await cache.deleteByPrefix('list:');
    await redis.restart();
    const raw = new Redis(redis.url);
    // Durable: without the remembered deletions the old values would be there again.
    await eventually(async () => expect(await raw.keys('cache:test:*')).toContain('cache:test:kept'));
    await eventually(async () => expect(await cache.get('kept')).toBe('old'));
    for (const key of ['one', 'list:1', 'list:2']) expect(await cache.get(key)).toBeUndefined();
    await eventually(async () => expect((await raw.keys('cache:test:*')).filter((key) => /one|list/.test(key))).toEqual([]));
    raw.disconnect();
    await close();
  });

  test('a process that was cut off from deletions forgets what it held', async () => {
    const [one, two] = [await openProcess(redis.url, 'test'), await openProcess(redis.url, 'test')];
    await one.cache.set('k', 'old', 60);
    expect(await two.cache.get('k')).toBe('old');
    const raw = new Redis(redis.url);
    await redis.kill();
    await redis.restart();
    // As a deletion that was made while `two` heard nothing: the value is gone from Redis, no word of it was sent.
    await eventually(() => raw.del('cache:test:k'));
    await eventually(async () => expect(await two.cache.get('k')).toBeUndefined());
    raw.disconnect();
    await Promise.all([one.close(), two.close()]);
  });
});
