import { setImmediate as turn } from 'node:timers/promises';
import { aWorldWithFaulty } from '../faulty-world';
import { until } from '../socket';
import { stopsAfterEach } from './stops';
import { Bulkhead } from '../../src/transport/bulkhead';
import { RetryBudget } from '../../src/transport/retry-budget';

const NOBODY_LEAVES = new AbortController().signal;

/** Calls that end when the test says so, through a bulkhead of two with a line of two. */
function aLine(waitMs = 60_000) {
  const bulkhead = new Bulkhead('shop', { calls: 2, waiting: 2, waitMs });
  const begun: string[] = [];
  const endings = new Map<string, () => void>();
  return {
    bulkhead,
    begun,
    call: (name: string, signal = NOBODY_LEAVES) =>
      bulkhead.run(signal, () => {
        begun.push(name);
        return new Promise<string>((resolve) => endings.set(name, () => resolve(name)));
      }),
    end: async (name: string) => {
      endings.get(name)!();
      await turn();
    },
  };
}

describe('the calls of one subgraph', () => {
  test('run up to a number; the next wait in the order in which they came', async () => {
    const { bulkhead, begun, call, end } = aLine();
    const calls = ['a', 'b', 'c', 'd'].map((name) => call(name));
    expect([begun, bulkhead.state]).toEqual([['a', 'b'], { running: 2, waiting: 2 }]);
    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await end('a');
    for (const name of ['c', 'd']) await end(name);
    expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd']);
    expect(bulkhead.state).toEqual({ running: 0, waiting: 0 });
  });

  test('beyond the line are refused at once, as never sent', async () => {
    const { bulkhead, call, end } = aLine();
    const calls = ['a', 'b', 'c', 'd'].map((name) => call(name));
    await expect(call('e')).rejects.toMatchObject({ name: 'SubgraphUnavailable', service: 'shop', neverSent: true });
    for (const name of ['a', 'b', 'c', 'd']) await end(name);
    await Promise.all(calls);
    expect(bulkhead.state).toEqual({ running: 0, waiting: 0 });
  });

  test('do not wait longer than they should', async () => {
    const { bulkhead, call, end } = aLine(10);
    const running = [call('a'), call('b')];
    await expect(call('c')).rejects.toMatchObject({ name: 'SubgraphUnavailable', neverSent: true });
    expect(bulkhead.state).toEqual({ running: 2, waiting: 0 });
    for (const name of ['a', 'b']) await end(name);
    await Promise.all(running);
  });

  test('leave the line with the client that asked', async () => {
    const { bulkhead, begun, call, end } = aLine();
    const leaving = new AbortController();
    const running = [call('a'), call('b')];
    const [left, next] = [call('c', leaving.signal), call('d')];
    leaving.abort(new Error('The client has left.'));
    await expect(left).rejects.toThrow('The client has left.');
    await expect(call('e', leaving.signal)).rejects.toThrow('The client has left.');
    expect(bulkhead.state).toEqual({ running: 2, waiting: 1 });
    await end('a');
    expect(begun).toEqual(['a', 'b', 'd']);
    for (const name of ['b', 'd']) await end(name);
    await Promise.all([...running, next]);
    expect(bulkhead.state).toEqual({ running: 0, waiting: 0 });
  });

  test('that fail give their place back', async () => {
    const { bulkhead } = aLine();
    for (let round = 0; round < 5; round++)
      await expect(bulkhead.run(NOBODY_LEAVES, () => Promise.reject(new Error('fault')))).rejects.toThrow('fault');
    expect(bulkhead.state).toEqual({ running: 0, waiting: 0 });
  });
});

describe('a frozen subgraph before a crowd', () => {
  const opened = stopsAfterEach();
  const CROWD = 60;
  const ROOMY = { callTimeoutMs: 5_000, breaker: { failures: 1_000 } };
  const PAGE = '{ book(id: "b1") { title author { name } averageStars } }';

  test('holds no more calls than it may, and the crowd gets the rest of the page', async () => {
    const world = opened(await aWorldWithFaulty('reviews', { ...ROOMY, bulkhead: { calls: 4, waiting: 8, waitMs: 50 } }));
    world.front.fault = 'frozen';
    const startedAt = Date.now();
    let early = 0;
    const answers = await Promise.all(
      Array.from({ length: CROWD }, () =>
        world.ask(PAGE).then((answer) => {
          if (Date.now() - startedAt < ROOMY.callTimeoutMs) early++;
          return answer;
        }),
      ),
    );
    expect(world.front.count).toBe(4);
    // Only those four clients had to wait for the time limit.
    expect(early).toBe(CROWD - 4);
    for (const { data, errors } of answers) {
      expect(data).toEqual({ book: { title: 'The Dispossessed', author: { name: 'Ursula' }, averageStars: null } });
      expect(errors).toMatchObject([
        { path: ['book', 'averageStars'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews', retryable: true } },
      ]);
    }
    world.front.fault = 'none';
    expect((await world.ask(PAGE)).data).toMatchObject({ book: { averageStars: 4.5 } });
  });

  test('would hold a call for each of them without the bulkhead', async () => {
    const world = opened(await aWorldWithFaulty('reviews', { ...ROOMY, bulkhead: { calls: 1_000 } }));
    world.front.fault = 'frozen';
    const crowd = Promise.all(Array.from({ length: CROWD }, () => world.ask(PAGE)));
    await until(() => world.front.count === CROWD);
    await crowd;
  });

  test('a mutation that found no room was not sent and may be repeated', async () => {
    const world = opened(await aWorldWithFaulty('catalogue', { ...ROOMY, bulkhead: { calls: 1, waiting: 0 } }));
    world.front.fault = 'frozen';
    const first = world.ask('{ book(id: "b1") { title } }');
    await until(() => world.front.count === 1);
    expect((await world.ask('mutation { retitle(id: "b1", title: "New") { title } }')).errors).toMatchObject([
      { path: ['retitle'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } },
    ]);
    expect(world.front.count).toBe(1);
    await first;
  });
});

describe('trying again', () => {
  const opened = stopsAfterEach();

  test('is for a tenth of all calls, and a few more after a quiet time', () => {
    const budget = new RetryBudget();
    const spent = (calls: number) => Array.from({ length: calls }, () => (budget.earn(), budget.spend())).filter(Boolean).length;
    expect(spent(10)).toBe(10);
    const later = spent(10_000);
    expect(later).toBeGreaterThan(900);
    expect(later).toBeLessThan(1_010);
  });

  test('ends when the budget is spent: a subgraph that resets everything gets little more than the queries themselves', async () => {
    const world = opened(await aWorldWithFaulty('people', { breaker: { failures: 1_000 } }));
    world.front.fault = 'reset';
    for (let round = 0; round < 40; round++) await world.ask('{ viewerId }');
    expect(world.front.count).toBeGreaterThanOrEqual(50);
    expect(world.front.count).toBeLessThanOrEqual(55);
  });
});
