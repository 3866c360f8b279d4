import { randomUUID } from 'node:crypto';
import { eventually } from '../testing/eventually';
import type { Bus, Envelope } from './bus';

export interface BusUnderTest {
  bus: Bus;
  /** The same bus as another process sees it. */
  elsewhere(): Promise<Bus>;
  close(): Promise<void>;
}

/** What every bus promises; run against each implementation. */
export const describeBus = (start: () => Promise<BusUnderTest>): void => {
  let world: BusUnderTest;
  let bus: Bus;
  beforeEach(async () => {
    world = await start();
    bus = world.bus;
  });
  afterEach(() => world.close());

  describe('facts', () => {
    test('a fact reaches every group once, whole', async () => {
      const [topic, one, two] = [unique('topic'), received(), received()];
      await bus.consume(unique('one'), [topic], one.take);
      await bus.consume(unique('two'), [topic], two.take);
      const fact = aFact({ topic, payload: { text: 'Größe ✓', nested: [1, null] }, headers: { correlationId: 'c-1' } });
      await bus.publish([fact]);
      await eventually(() => {
        expect(one.facts).toEqual([fact]);
        expect(two.facts).toEqual([fact]);
      });
    });

    test('a group gets the topics it asked for and no others', async () => {
      const [wanted, other, got] = [unique('wanted'), unique('other'), received()];
      await bus.consume(unique('group'), [wanted], got.take);
      await bus.publish([aFact({ topic: other }), aFact({ topic: wanted, payload: 'yes' })]);
      await eventually(() => expect(got.payloads()).toEqual(['yes']));
    });

    test('two members of one group share its facts', async () => {
      const [topic, group, one, two] = [unique('topic'), unique('group'), received(), received()];
      const other = await world.elsewhere();
      await bus.consume(group, [topic], one.take);
      await other.consume(group, [topic], two.take);
      const facts = Array.from({ length: 100 }, (_, n) => aFact({ topic, payload: n }));
      await bus.publish(facts);
      await eventually(() => expect([...one.payloads(), ...two.payloads()].sort(byNumber)).toEqual(facts.map((fact) => fact.payload)));
    });

    test('facts of one key are handled one after another in order, those of different keys side by side', async () => {
      const [topic, got] = [unique('topic'), received()];
      const running = new Map<string, number>();
      let most = 0;
      await bus.consume(unique('group'), [topic], async (fact) => {
        running.set(fact.key, (running.get(fact.key) ?? 0) + 1);
        expect(running.get(fact.key)).toBe(1);
        most = Math.max(most, [...running.values()].filter((count) => count > 0).length);
        await tick(Math.random() * 4);
        running.set(fact.key, 0);
        await got.take(fact);
      });
      const keys = Array.from({ length: 40 }, () => randomUUID());
      const facts = Array.from({ length: 10 }, (_, n) => keys.map((key) => aFact({ topic, key, payload: n }))).flat();
      await bus.publish(facts);
      await eventually(() => expect(got.facts).toHaveLength(400));
      for (const key of keys) expect(got.payloads((fact) => fact.key === key)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(most).toBeGreaterThan(4);
      expect(most).toBeLessThanOrEqual(16);
    });

    test('a handler that rejects gets the fact again; its key waits, other keys go on', async () => {
      const [topic, got] = [unique('topic'), received()];
      let failures = 0;
      let otherWasThere = false;
      await bus.consume(unique('group'), [topic], async (fact) => {
        if (fact.payload === 'stubborn' && !otherWasThere) {
          otherWasThere = got.payloads().includes('other');
          failures++;
          throw new Error('not yet');
        }
        await got.take(fact);
      });
      const key = randomUUID();
      // As the relay does it: each key on its own, repeated until the bus has taken it.
      await Promise.all([
        insist(bus, [aFact({ topic, key, payload: 'stubborn' }), aFact({ topic, key, payload: 'behind it' })]),
        insist(bus, [aFact({ topic, payload: 'other' })]),
      ]);
      await eventually(() => expect(got.payloads()).toContain('behind it'));
      expect(failures).toBeGreaterThan(0);
      expect(got.payloads()).toEqual(['other', 'stubborn', 'behind it']);
    });

    test('what is published while a group is away reaches it when it is back (X32)', async () => {
      const [topic, group, got] = [unique('topic'), unique('group'), received()];
      const stop = await bus.consume(group, [topic], got.take);
      await insist(bus, [aFact({ topic, payload: 'before' })]);
      await eventually(() => expect(got.payloads()).toEqual(['before']));
      await stop();
      const published = insist(bus, [aFact({ topic, payload: 'while away' })]);
      await tick(50);
      expect(got.payloads()).toEqual(['before']);
      await (await world.elsewhere()).consume(group, [topic], got.take);
      await published;
      await eventually(() => expect(got.payloads()).toEqual(['before', 'while away']));
    });

    test('stopping waits for the handler under way', async () => {
      const [topic, group] = [unique('topic'), unique('group')];
      let begun = false;
      let done = false;
      const stop = await bus.consume(group, [topic], async () => {
        begun = true;
        await tick(100);
        done = true;
      });
      const published = bus.publish([aFact({ topic })]);
      await eventually(() => expect(begun).toBe(true));
      await stop();
      expect(done).toBe(true);
      await published;
    });

    test('what a handler does to its fact does not reach the other groups', async () => {
      const [topic, got] = [unique('topic'), received()];
      await bus.consume(unique('vandal'), [topic], async (fact) => {
        (fact.payload as { price: number }).price = 0;
      });
      await bus.consume(unique('victim'), [topic], async (fact) => {
        await tick(20);
        await got.take(fact);
      });
      await bus.publish([aFact({ topic, payload: { price: 7 } })]);
      await eventually(() => expect(got.payloads()).toEqual([{ price: 7 }]));
    });
  });

  describe('pushes', () => {
    test('a push reaches every listener of its channel in every process, in order', async () => {
      const channel = unique('channel');
      const other = await world.elsewhere();
      const here: unknown[] = [];
      const there: unknown[] = [];
      await bus.listen(channel, (payload) => here.push(payload));
      await bus.listen(channel, (payload) => here.push(payload));
      await other.listen(channel, (payload) => there.push(payload));
      for (let n = 0; n < 50; n++) void bus.push(channel, { n });
      await eventually(() => {
        expect(there).toEqual(Array.from({ length: 50 }, (_, n) => ({ n })));
        expect(here).toEqual(Array.from({ length: 50 }, (_, n) => [{ n }, { n }]).flat());
      });
    });

    test('a push made right after listening began is heard', async () => {
      for (let round = 0; round < 20; round++) {
        const channel = unique('channel');
        const heard: unknown[] = [];
        await bus.listen(channel, (payload) => heard.push(payload));
        await bus.push(channel, round);
        await eventually(() => expect(heard).toEqual([round]));
      }
    });

    test('a listener hears nothing after it stopped, the others do, and the channel can be taken up again', async () => {
      const channel = unique('channel');
      const [first, second, third]: unknown[][] = [[], [], []];
      const stop = await bus.listen(channel, (payload) => first?.push(payload));
      const stopSecond = await bus.listen(channel, (payload) => second?.push(payload));
      await stop();
      await stop();
      await bus.push(channel, 'a');
      await eventually(() => expect(second).toEqual(['a']));
      await stopSecond();
      await bus.listen(channel, (payload) => third?.push(payload));
      await bus.push(channel, 'b');
      await eventually(() => expect(third).toEqual(['b']));
      expect([first, second]).toEqual([[], ['a']]);
    });

    test('a listener that throws costs the others nothing', async () => {
      const channel = unique('channel');
      const heard: unknown[] = [];
      await bus.listen(channel, () => {
        throw new Error('clumsy');
      });
      await bus.listen(channel, (payload) => heard.push(payload));
      await bus.push(channel, 1);
      await bus.push(channel, 2);
      await eventually(() => expect(heard).toEqual([1, 2]));
    });

    test('a push travels as JSON', async () => {
      const channel = unique('channel');
      const heard: unknown[] = [];
      await bus.listen(channel, (payload) => heard.push(payload));
      await bus.push(channel, { at: new Date(0), gone: undefined, gap: true });
      await eventually(() => expect(heard).toEqual([{ at: '1970-01-01T00:00:00.000Z', gap: true }]));
    });
  });

  test('the backlog is what the slowest group has not handled yet', async () => {
    const topic = unique('topic');
    let go: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (go = resolve));
    await bus.consume(unique('slow'), [topic], () => wait);
    await bus.consume(unique('quick'), [topic], async () => undefined);
    // In one process what is published is handled: nothing is taken over and then waits.
    const published = bus.publish([aFact({ topic }), aFact({ topic })]);
    await eventually(async () => expect([0, 2]).toContain(await bus.backlog()));
    go();
    await published;
    await eventually(async () => expect(await bus.backlog()).toBe(0));
  });

  test('a closed bus says so: not healthy, and refuses facts', async () => {
    expect(await bus.healthy()).toBe(true);
    await bus.close();
    expect(await bus.healthy()).toBe(false);
    await expect(bus.publish([aFact({ topic: unique('topic') })])).rejects.toThrow('closed');
    await bus.push('anything', 1);
  });
};

export const aFact = (fact: Partial<Envelope> & { topic: string }): Envelope => ({
  id: randomUUID(),
  key: randomUUID(),
  occurredAt: '2026-11-21T12:00:00.000Z',
  payload: {},
  headers: {},
  ...fact,
});

export const received = () => {
  const facts: Envelope[] = [];
  return {
    facts,
    take: async (fact: Envelope): Promise<void> => void facts.push(fact),
    payloads: (which: (fact: Envelope) => boolean = () => true): unknown[] => facts.filter(which).map((fact) => fact.payload),
  };
};

/** Topics and channels of one test, so that tests can share a Redis. */
export const unique = (name: string): string => `${name}.${randomUUID()}`;

/** Publishes again until the bus has taken responsibility, as the outbox relay does. */
export const insist = async (bus: Bus, facts: readonly Envelope[]): Promise<void> => {
  for (;;) {
    try {
      return await bus.publish(facts);
    } catch {
      await tick(20);
    }
  }
};

export const tick = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const byNumber = (a: unknown, b: unknown): number => Number(a) - Number(b);
