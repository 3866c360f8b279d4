import { setImmediate as turn } from 'node:timers/promises';
import { aWorld, type SubgraphPlan } from './kit';
import { RawStream } from './multipart-client';
import { aShopWorld, SOLD } from './shop-world';
import { RawSocket, until } from './socket';

const readiness = async (url: string) => (await fetch(`${new URL(url).origin}/readyz`)).status;

test('a gateway that stops says so before it refuses anything (X34)', async () => {
  const shop = await aShopWorld({ settings: { drain: { noticeMs: 1_000 } } });
  const { url, socketUrl } = shop.world.gateway;
  const socket = await new RawSocket(socketUrl).ready();
  expect(await readiness(url)).toBe(200);
  const stopped = shop.world.stop();
  expect(await readiness(url)).toBe(503);
  expect((await shop.world.ask('{ sold }')).data).toEqual({ sold: 3 });
  socket.send({ id: '1', type: 'subscribe', payload: { query: '{ sold }' } });
  await until(() => socket.received.some(({ type }) => type === 'complete'));
  const late = await new RawSocket(socketUrl).ready();
  expect(await Promise.all([socket.closed, late.closed])).toEqual(Array(2).fill({ code: 1012, reason: 'Service restart' }));
  await stopped;
  await expect(readiness(url)).rejects.toThrow();
});

test('streams over HTTP end with an error upon which clients subscribe again', async () => {
  const shop = await aShopWorld();
  const stream = await new RawStream(shop.world.gateway.url, SOLD).open();
  await shop.world.stop();
  await until(() => stream.ended);
  expect(stream.parts).toMatchObject([{ payload: null, errors: [{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }] }]);
  expect(stream.text).toMatch(/\r\n--graphql--\r\n$/);
});

test('many sockets are sent away one after the other', async () => {
  const shop = await aShopWorld({ settings: { drain: { perSecond: 100, withinMs: 10_000 } } });
  const sockets = await Promise.all(Array.from({ length: 40 }, () => new RawSocket(shop.world.gateway.socketUrl).ready()));
  const times: number[] = [];
  const closed = sockets.map(async (socket) => {
    const { code } = await socket.closed;
    times.push(performance.now());
    return code;
  });
  await shop.world.stop();
  expect(await Promise.all(closed)).toEqual(Array(40).fill(1012));
  // At 100 a second 40 take 400 ms; the first and the last slice are at the ends.
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(250);
});

test('however many there are, the last is sent away in time', async () => {
  const shop = await aShopWorld({ settings: { drain: { perSecond: 1, withinMs: 200 } } });
  const sockets = await Promise.all(Array.from({ length: 40 }, () => new RawSocket(shop.world.gateway.socketUrl).ready()));
  const startedAt = performance.now();
  await shop.world.stop();
  expect((await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)).toEqual(Array(40).fill(1012));
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});

describe('operations under way when the gateway stops', () => {
  /** A subgraph that answers when the test says so. */
  function aSlowWorld() {
    let answer: (value: number) => void = () => {};
    const asked: string[] = [];
    const wait = (name: string) => () => {
      asked.push(name);
      return new Promise<number>((resolve) => (answer = resolve));
    };
    const slow: SubgraphPlan = {
      name: 'slow',
      sdl: 'type Query { quick: Int slow: Int } type Mutation { pay: Int }',
      resolvers: { Query: { quick: () => 1, slow: wait('slow') }, Mutation: { pay: wait('pay') } },
    };
    return { plans: [slow], asked, answer: (value: number) => answer(value) };
  }

  test('are answered before their socket is closed, and nothing new is begun', async () => {
    const slow = aSlowWorld();
    const world = await aWorld(slow.plans);
    const socket = await new RawSocket(world.gateway.socketUrl).ready();
    const idle = await new RawSocket(world.gateway.socketUrl).ready();
    socket.send({ id: 'pay', type: 'subscribe', payload: { query: 'mutation { pay }' } });
    await until(() => slow.asked.length === 1);
    const stopped = world.stop();
    expect((await idle.closed).code).toBe(1012);
    socket.send({ id: 'more', type: 'subscribe', payload: { query: '{ slow }' } });
    socket.send({ type: 'ping', payload: { at: 1 } });
    await until(() => socket.received.some(({ type }) => type === 'pong'));
    slow.answer(7);
    expect((await socket.closed).code).toBe(1012);
    await stopped;
    expect(socket.received.filter(({ id }) => id !== undefined)).toEqual([
      { id: 'pay', type: 'next', payload: { data: { pay: 7 } } },
      { id: 'pay', type: 'complete' },
    ]);
    expect(slow.asked).toEqual(['pay']);
  });

  test('do not hold up the stop for longer than they may', async () => {
    const slow = aSlowWorld();
    const world = await aWorld(slow.plans, { settings: { drain: { answeredWithinMs: 100 } } });
    const socket = await new RawSocket(world.gateway.socketUrl).ready();
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ slow }' } });
    await until(() => slow.asked.length === 1);
    await world.stop();
    expect((await socket.closed).code).toBe(1012);
    expect(socket.received.some(({ id }) => id === '1')).toBe(false);
  });

  test('are answered over HTTP, too', async () => {
    const slow = aSlowWorld();
    const world = await aWorld(slow.plans);
    const answer = world.ask('{ slow }');
    await until(() => slow.asked.length === 1);
    const stopped = world.stop();
    await turn();
    slow.answer(5);
    expect((await answer).data).toEqual({ slow: 5 });
    const answeredAt = performance.now();
    await stopped;
    // Not when the deadline for everything else has passed: its connection is not kept for another request.
    expect(performance.now() - answeredAt).toBeLessThan(5_000);
  });
});
