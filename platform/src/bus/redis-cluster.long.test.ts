import Redis from 'ioredis';
import { createRedisCache } from '../cache';
import type { Cache } from '../cache';
import { describeCache } from '../cache/cache.contract';
import { silentLogger as logger } from '../logger';
import { refuseAwayRedis } from '../start';
import { eventually } from '../testing/eventually';
import { describeWithOwnRedis, startRedisCluster } from '../testing/redis';
import type { Bus } from './bus';
import { aFact, describeBus, received, unique } from './bus.contract';
import { createRedisBus } from './redis';

describeWithOwnRedis('over a cluster of Redis', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  const openBus = async (): Promise<Bus> => {
    const bus = createRedisBus({ url: cluster.url, logger });
    await eventually(async () => expect(await bus.healthy()).toBe(true));
    return bus;
  };

  test('a start finds it', async () => {
    await refuseAwayRedis(cluster.url);
  });

  describe('the bus', () => {
    describeBus(async () => {
      const buses = [await openBus()];
      const elsewhere = async () => {
        const bus = await openBus();
        buses.push(bus);
        return bus;
      };
      return { bus: buses[0]!, elsewhere, close: async () => void (await Promise.all(buses.map((bus) => bus.close()))) };
    });
  });

  describe('the cache', () => {
    let namespaces = 0;
    describeCache(async () => {
      const namespace = `test-${namespaces++}`;
      const open: { cache: Cache; bus: Bus }[] = [];
      const another = async (): Promise<Cache> => {
        const bus = await openBus();
        const cache = await createRedisCache({ url: cluster.url, bus, logger, namespace });
        open.push({ cache, bus });
        // What is written is on one of the servers.
        await eventually(async () => {
          await cache.set(`ready ${open.length}`, 1, 60);
          expect((await keysOf(`cache:${namespace}:`)).flat()).toContain(`cache:${namespace}:ready ${open.length}`);
        });
        return cache;
      };
      return {
        cache: await another(),
        elsewhere: another,
        async close() {
          for (const { cache, bus } of open) {
            await cache.close();
            await bus.close();
          }
        },
      };
    });

    test('lies on all servers, and goes from all of them by its prefix', async () => {
      const bus = await openBus();
      const cache = await createRedisCache({ url: cluster.url, bus, logger, namespace: 'spread' });
      try {
        await eventually(async () => {
          for (let n = 0; n < 30; n++) await cache.set(`event:${n}`, n, 60);
          await cache.set('person:1', 1, 60);
          for (const keys of await keysOf('cache:spread:')) expect(keys.length).toBeGreaterThan(0);
        });
        await cache.deleteByPrefix('event:');
        expect((await keysOf('cache:spread:')).flat()).toEqual(['cache:spread:person:1']);
        await cache.set('event:1', 1, 60);
        await cache.delete('event:1', 'person:1');
        expect((await keysOf('cache:spread:')).flat()).toEqual([]);
      } finally {
        await cache.close();
        await bus.close();
      }
    });
  });

  test('when a server dies another takes its place, and facts and pushes go on', { timeout: 120_000 }, async () => {
    const own = await startRedisCluster({ standbys: true });
    const [one, other] = [createRedisBus({ url: own.url, logger }), createRedisBus({ url: own.url, logger })];
    try {
      for (const bus of [one, other]) await eventually(async () => expect(await bus.healthy()).toBe(true));
      const topic = unique('topic');
      const taken = received();
      await other.consume(unique('group'), [topic], taken.take);
      const heard: unknown[] = [];
      await other.listen('news', (payload) => heard.push(payload));
      await one.publish([aFact({ topic, payload: 'before' })]);
      await eventually(() => expect(taken.payloads()).toEqual(['before']));

      await own.killMasterOf(`{facts}:${topic}`);
      const after = aFact({ topic, payload: 'after' });
      // As the outbox does: until somebody takes it.
      await eventually(() => one.publish([after]), 60_000);
      await eventually(() => expect(taken.payloads()).toContain('after'), 60_000);
      await eventually(async () => {
        await one.push('news', 'after');
        expect(heard).toContain('after');
      }, 60_000);
    } finally {
      await Promise.all([one.close(), other.close()]);
      await own.stop();
    }
  });

  /** Of each server. */
  async function keysOf(prefix: string): Promise<string[][]> {
    return Promise.all(
      cluster.ports.map(async (port) => {
        const client = new Redis({ host: '127.0.0.1', port });
        return client.keys(`${prefix}*`).finally(() => client.disconnect());
      }),
    );
  }
});
