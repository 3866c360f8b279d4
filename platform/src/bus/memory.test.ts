import { pino } from 'pino';
import { aFact, describeBus, received, unique } from './bus.contract';
import { createMemoryBus } from './memory';

const logger = pino({ level: 'silent' });

describe('the bus in memory', () => {
  describeBus(async () => {
    const bus = createMemoryBus({ logger });
    return { bus, elsewhere: async () => bus, close: () => bus.close() };
  });

  test('publishing resolves only when every group has handled the fact', async () => {
    const bus = createMemoryBus({ logger });
    const topic = unique('topic');
    const done: string[] = [];
    for (const group of ['quick', 'slow']) {
      await bus.consume(group, [topic], async () => {
        await new Promise((resolve) => setTimeout(resolve, group === 'slow' ? 60 : 0));
        done.push(group);
      });
    }
    await bus.publish([aFact({ topic })]);
    expect(done).toEqual(['quick', 'slow']);
  });

  test('publishing rejects when a group keeps failing, and the later facts of the key are not delivered', async () => {
    const bus = createMemoryBus({ logger, attempts: 3, backoff: { firstMs: 1, mostMs: 1 } });
    const topic = unique('topic');
    const calls: unknown[] = [];
    await bus.consume('group', [topic], async (fact) => {
      calls.push(fact.payload);
      if (fact.payload === 2) throw new Error('cannot');
    });
    const facts = [1, 2, 3].map((payload) => aFact({ topic, key: 'k', payload }));
    await expect(bus.publish(facts)).rejects.toThrow('cannot');
    expect(calls).toEqual([1, 2, 2, 2]);
  });

  test('nothing is published before every expected group is there', async () => {
    const bus = createMemoryBus({ logger, groups: ['early', 'late'] });
    const [topic, early, late] = [unique('topic'), received(), received()];
    await bus.consume('early', [topic], early.take);
    expect(await bus.healthy()).toBe(false);
    await expect(bus.publish([aFact({ topic })])).rejects.toThrow('late');
    await bus.consume('late', [topic], late.take);
    expect(await bus.healthy()).toBe(true);
    await bus.publish([aFact({ topic })]);
    expect([early.facts.length, late.facts.length]).toEqual([1, 1]);
  });
});
