import { createMemoryBus, silentLogger } from '@marquee/platform';
import { describeWithRedis, startRedis, type TestRedis } from '@marquee/platform/testing';
import Redis from 'ioredis';
import type { World } from './kit';
import { eventually, planned, watchedWorlds } from './watched-world';

const aWatchedWorld = watchedWorlds();

describeWithRedis('gateways with a Redis between them', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  // Plans of Apollo's planner are left in Redis; the native one makes its own faster than it would read them.
  const options = () => ({
    redisUrl: redis.url,
    bus: createMemoryBus({ logger: silentLogger }),
    settings: { rates: null, planning: { planner: 'apollo' as const } },
  });
  /** Asks for one new operation after the other until the plan of one has been left in Redis, and answers that one. */
  async function leavesAPlan(world: World, name: string): Promise<string> {
    const client = new Redis(redis.url);
    const kept = async () => (await client.keys('cache:gateway-plans:*')).length;
    let query = '';
    let number = 0;
    try {
      await eventually(async () => {
        const before = await kept();
        query = `query ${name}${process.pid}_${number++} { books { title author { name } } }`;
        await world.ask(query);
        // Left after the answer, or, while the gateway's own connection is not there yet, not at all.
        return eventually(async () => (await kept()) > before, 1_000).then(
          () => true,
          () => false,
        );
      });
    } finally {
      client.disconnect();
    }
    return query;
  }

  test('plan an operation once for all of them', async () => {
    const [one, other] = [await aWatchedWorld(options()), await aWatchedWorld(options())];
    await leavesAPlan(other, 'Own');
    const query = await leavesAPlan(one, 'Shared');
    const before = await planned(other);
    const { data, errors } = await one.ask(query);
    expect(errors).toBeUndefined();
    expect((await other.ask(query)).data).toEqual(data);
    expect(await planned(other)).toBe(before);
  }, 60_000);

  test('plan for themselves while it is frozen', async () => {
    const world = await aWatchedWorld(options());
    await leavesAPlan(world, 'Before');
    const before = await planned(world);
    redis.pause();
    try {
      expect((await world.ask('query Alone { books { title author { born } } }')).errors).toBeUndefined();
      expect(await planned(world)).toBe(before + 1);
    } finally {
      redis.resume();
    }
  }, 60_000);
});
