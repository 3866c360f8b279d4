import Redis from 'ioredis';
import { pino } from 'pino';
import { eventually } from '../testing/eventually';
import { describeWithOwnRedis, describeWithRedis, startRedis, type TestRedis } from '../testing/redis';
import type { Bus } from './bus';
import { aFact, describeBus, insist, received, tick, unique } from './bus.contract';
import { createRedisBus, type RedisBusOptions } from './redis';

const logger = pino({ level: 'silent' });

describeWithRedis('the bus over Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  describeBus(async () => {
    const buses: Bus[] = [];
    const open = async () => {
      const bus = createRedisBus({ url: redis.url, logger });
      buses.push(bus);
      await eventually(async () => expect(await bus.healthy()).toBe(true));
      return bus;
    };
    return { bus: await open(), elsewhere: open, close: async () => void (await Promise.all(buses.map((bus) => bus.close()))) };
  });

  describe('between processes', () => {
    const buses: Bus[] = [];
    const open = (options: Partial<RedisBusOptions> = {}) => {
      const bus = createRedisBus({ url: redis.url, logger, ...options });
      buses.push(bus);
      return bus;
    };
    afterEach(async () => void (await Promise.all(buses.splice(0).map((bus) => bus.close()))));

    test('a group that joins late gets the facts from before', async () => {
      const [topic, got] = [unique('topic'), received()];
      await open().publish([aFact({ topic, payload: 1 }), aFact({ topic, payload: 2 })]);
      await open().consume(unique('late'), [topic], got.take);
      await eventually(() => expect(got.payloads().sort()).toEqual([1, 2]));
    });

    test('a fact that a dead replica never finished is taken over, one that a live replica is slow with is not', async () => {
      const [topic, group, takenOver] = [unique('topic'), unique('group'), received()];
      let slowRuns = 0;
      // Dead: reads, then is heard of no more. As the process would: its connection reads and nothing acknowledges.
      const dead = new Redis(redis.url);
      await dead.xgroup('CREATE', `facts:${topic}`, group, '0', 'MKSTREAM');
      await open().publish([aFact({ topic, payload: 'orphan' })]);
      await dead.xreadgroup('GROUP', group, 'dead', 'COUNT', 10, 'STREAMS', `facts:${topic}`, '>');
      dead.disconnect();

      await open({ claimIdleMs: 300 }).consume(group, [topic], async (fact) => {
        if (fact.payload === 'slow') {
          slowRuns++;
          await tick(1_500);
        }
        await takenOver.take(fact);
      });
      await eventually(() => expect(takenOver.payloads()).toEqual(['orphan']));

      await open().publish([aFact({ topic, payload: 'slow' })]);
      await eventually(() => expect(slowRuns).toBe(1));
      const second = received();
      await open({ claimIdleMs: 300 }).consume(group, [topic], second.take);
      await eventually(() => expect(takenOver.payloads()).toEqual(['orphan', 'slow']));
      expect([slowRuns, second.facts.length]).toEqual([1, 0]);
    });

    test('what a stopping replica has not finished goes to the others at once', async () => {
      const [topic, group, got] = [unique('topic'), unique('group'), received()];
      const first = open();
      let tried = 0;
      await first.consume(group, [topic], async () => {
        tried++;
        throw new Error('cannot');
      });
      await first.publish([aFact({ topic, payload: 'left over' })]);
      await eventually(() => expect(tried).toBeGreaterThan(0));
      await first.close();
      await open({ claimIdleMs: 60_000 }).consume(group, [topic], got.take);
      await eventually(() => expect(got.payloads()).toEqual(['left over']), 3_000);
    });

    test('a message that is not ours is passed over', async () => {
      const [topic, got] = [unique('topic'), received()];
      const stranger = new Redis(redis.url);
      await stranger.xadd(`facts:${topic}`, '*', 'envelope', '{broken');
      stranger.disconnect();
      const bus = open();
      await bus.consume(unique('group'), [topic], got.take);
      await bus.publish([aFact({ topic, payload: 'ours' })]);
      await eventually(() => expect(got.payloads()).toEqual(['ours']));
    });

    test('facts older than the retention are forgotten', async () => {
      const [topic, old] = [unique('topic'), Date.now() - 8 * 86_400_000];
      const raw = new Redis(redis.url);
      for (let n = 0; n < 500; n++) await raw.xadd(`facts:${topic}`, `${old}-${n + 1}`, 'envelope', JSON.stringify(aFact({ topic })));
      await open().publish([aFact({ topic })]);
      // "~": Redis drops whole nodes only, so a few old ones may stay.
      expect(await raw.xlen(`facts:${topic}`)).toBeLessThan(110);
      raw.disconnect();
    });
  });
});

describeWithOwnRedis('the bus when Redis fails', () => {
  let redis: TestRedis;
  let bus: Bus;
  let other: Bus;
  beforeEach(async () => {
    redis = await startRedis({ durable: true });
    [bus, other] = [createRedisBus({ url: redis.url, logger }), createRedisBus({ url: redis.url, logger })];
    await eventually(async () => expect([await bus.healthy(), await other.healthy()]).toEqual([true, true]));
  });
  afterEach(async () => {
    redis.resume();
    await Promise.all([bus.close(), other.close()]);
    await redis.stop();
  });

  test('killed and started again: facts go on, listeners are subscribed again and told of the gap', async () => {
    const [topic, channel, got] = [unique('topic'), unique('channel'), received()];
    const heard: unknown[] = [];
    let gaps = 0;
    await other.consume(unique('group'), [topic], got.take);
    await other.listen(channel, (payload) => heard.push(payload), { onGap: () => gaps++ });
    await bus.publish([aFact({ topic, payload: 1 })]);
    await bus.push(channel, 'before');
    await eventually(() => expect([got.payloads(), heard]).toEqual([[1], ['before']]));

    await redis.kill();
    const begun = Date.now();
    await expect(bus.publish([aFact({ topic, payload: 2 })])).rejects.toThrow();
    await bus.push(channel, 'lost');
    expect(await bus.healthy()).toBe(false);
    expect(Date.now() - begun).toBeLessThan(2_500);
    expect(gaps).toBe(0);

    await redis.restart();
    await insist(bus, [aFact({ topic, payload: 3 })]);
    await eventually(() => expect(gaps).toBeGreaterThan(0));
    await bus.push(channel, 'after');
    await eventually(() =>
      expect([got.payloads(), heard]).toEqual([
        [1, 3],
        ['before', 'after'],
      ]),
    );
    expect(await bus.healthy()).toBe(true);
  });

  test('frozen: nothing hangs, and all goes on when it wakes', async () => {
    const [topic, channel, got] = [unique('topic'), unique('channel'), received()];
    const heard: unknown[] = [];
    await other.consume(unique('group'), [topic], got.take);
    await other.listen(channel, (payload) => heard.push(payload));
    redis.pause();
    const begun = Date.now();
    await expect(bus.publish([aFact({ topic, payload: 'frozen' })])).rejects.toThrow();
    await bus.push(channel, 'frozen');
    expect(await bus.healthy()).toBe(false);
    await expect(bus.listen(unique('channel'), () => undefined)).rejects.toThrow();
    expect(Date.now() - begun).toBeLessThan(5_000);
    redis.resume();
    await insist(bus, [aFact({ topic, payload: 'awake' })]);
    await eventually(() => expect(got.payloads()).toContain('awake'));
    await bus.push(channel, 'awake');
    await eventually(() => expect(heard).toContain('awake'));
  });

  test('a Redis that vanished without a word is noticed, and the listeners are told when it is back', async () => {
    const channel = unique('channel');
    let gaps = 0;
    await other.listen(channel, () => undefined, { onGap: () => gaps++ });
    redis.pause();
    await tick(11_000);
    redis.resume();
    await eventually(() => expect(gaps).toBe(1));
    const heard: unknown[] = [];
    await other.listen(channel, (payload) => heard.push(payload));
    // The publisher's own connection may still be on its way back: a push is at most once.
    await eventually(async () => {
      await bus.push(channel, 'back');
      expect(heard).toContain('back');
    });
  }, 30_000);

  test('a Redis that lost its memory: groups are made again and facts flow', async () => {
    const forgetful = await startRedis();
    const [one, topic, got] = [createRedisBus({ url: forgetful.url, logger }), unique('topic'), received()];
    try {
      await one.consume(unique('group'), [topic], got.take);
      await insist(one, [aFact({ topic, payload: 1 })]);
      await eventually(() => expect(got.payloads()).toEqual([1]));
      await forgetful.kill();
      await forgetful.restart();
      await insist(one, [aFact({ topic, payload: 2 })]);
      await eventually(() => expect(got.payloads()).toEqual([1, 2]));
    } finally {
      await one.close();
      await forgetful.stop();
    }
  });

  test('a publisher that cannot reach Redis has the listeners told of what they missed', async () => {
    const channel = unique('channel');
    let gaps = 0;
    await other.listen(channel, () => undefined, { onGap: () => gaps++ });
    const admin = new Redis(redis.url);
    // Only the publisher's connection breaks: the listener's stays, and would never know.
    await Promise.all((await clientsNamed(admin, 'bus')).map((id) => admin.call('CLIENT', 'KILL', 'ID', id)));
    admin.disconnect();
    await bus.push(channel, 'lost');
    await eventually(() => expect(gaps).toBe(1));
  });
});

const clientsNamed = async (admin: Redis, name: string): Promise<string[]> => {
  const lines = String(await admin.call('CLIENT', 'LIST')).split('\n');
  return lines.filter((line) => line.includes(` name=${name} `)).map((line) => /id=(\d+)/.exec(line)?.[1] as string);
};
