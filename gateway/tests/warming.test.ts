import { createMemoryBus, silentLogger } from '@marquee/platform';
import { describeWithRedis, startRedis, type TestRedis } from '@marquee/platform/testing';
import Redis from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { aWorld, type World, type WorldOptions } from './kit';
import { library } from './library';
import { MetricsPage } from './metrics-page';

const worlds: World[] = [];
async function aWatchedWorld({ settings, ...options }: WorldOptions = {}): Promise<World> {
  const world = await aWorld(library, { ...options, settings: { metricsPort: 0, ...settings } });
  worlds.push(world);
  return world;
}
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

const measure = async (world: World, series: string) => (await MetricsPage.read(world.gateway.metricsUrl)).of(series) ?? 0;
const planned = (world: World) => measure(world, 'gateway_planning_duration_seconds_count{where="main"}');

async function eventually(what: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what.toString()}`);
    await pause(5);
  }
}

const TITLES = 'query Titles { books { title } }';
const TWO = 'query One { books { id } } query Two { book(id: "b1") { title author { name } } }';

test('the operations of trusted documents are planned before anybody sends them', async () => {
  const world = await aWatchedWorld({ settings: { trustedDocuments: [TITLES, TWO] } });
  await eventually(async () => (await measure(world, 'gateway_plan_cache_size')) === 4);
  const before = await planned(world);
  expect((await world.ask(TITLES)).data).toHaveProperty('books');
  expect((await world.ask(TITLES, { operationName: 'Titles' })).data).toHaveProperty('books');
  expect((await world.ask(TWO, { operationName: 'Two' })).data).toHaveProperty('book');
  expect(await planned(world)).toBe(before);
  expect(await measure(world, 'gateway_plan_cache_lookups_total{outcome="hit"}')).toBe(3);
});

test('a trusted document that is wrong harms none of the others', async () => {
  const world = await aWatchedWorld({ settings: { trustedDocuments: ['{ nonsense }', 'no document', TITLES] } });
  await eventually(async () => (await measure(world, 'gateway_plan_cache_size')) === 2);
  expect((await world.ask(TITLES)).data).toHaveProperty('books');
});

test('a gateway that stops while it plans stops', async () => {
  const world = await aWorld(library, {
    settings: { trustedDocuments: Array.from({ length: 300 }, (_, n) => `query Q${n} { books { id } }`) },
  });
  await world.stop();
});

describeWithRedis('gateways with a Redis between them', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  const options = () => ({ redisUrl: redis.url, bus: createMemoryBus({ logger: silentLogger }), settings: { rates: null } });
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
