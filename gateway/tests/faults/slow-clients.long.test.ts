import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { MetricsPage } from '@marquee/platform/testing';
import { aWorld, type SubgraphPlan, type World } from '../kit';
import { RawSocket, until } from '../socket';
import { Topic } from '../topic';
import { RawConnection } from './raw-http';
import { stopsAfterEach } from './stops';
import type { GatewaySettingsInput } from '../../src';

const MEGABYTE = 1024 * 1024;
const pages = new Topic<string>();

/** Answers as large as a test asks for, at once and live. */
const archive: SubgraphPlan = {
  name: 'archive',
  sdl: 'type Query { text(bytes: Int!): String! } type Subscription { pages: String! }',
  resolvers: {
    Query: { text: (_: unknown, { bytes }: { bytes: number }) => randomBytes(bytes / 2).toString('hex') },
    Subscription: { pages: { subscribe: () => pages.subscribe(), resolve: (page: string) => page } },
  },
};

const opened = stopsAfterEach();
let world: World;
const begin = (settings: GatewaySettingsInput) => async () => {
  world = opened(await aWorld([archive], { settings }));
};

const expectServed = async () => {
  const { data } = await world.ask('{ text(bytes: 10) }');
  expect(data?.text).toHaveLength(10);
};

describe('a client that takes its time to ask is cut off', () => {
  beforeEach(begin({ http: { headersWithinMs: 200, requestWithinMs: 400 } }));

  test.each([
    ['says nothing at all', ''],
    ['sends half a request line', 'POST /graph'],
    ['sends headers without end', 'POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-1: a\r\n'],
  ])('when it %s', async (_title, beginning) => {
    const client = (await RawConnection.to(world.gateway.url)).read().send(beginning);
    await client.closed;
    expect(client.received).toContain('408 Request Timeout');
    expect(JSON.parse(client.received.split('\r\n\r\n')[1]!)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    await expectServed();
  });

  test('when its body never ends, however often it sends a byte', async () => {
    const client = (await RawConnection.to(world.gateway.url)).read();
    client.send('POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":"');
    const dripping = setInterval(() => client.send(' '), 50);
    await client.closed;
    clearInterval(dripping);
    expect(client.received).toContain('408 Request Timeout');
    await expectServed();
  });

  test('and one that goes away in the middle of its body leaves nothing behind', async () => {
    const client = await RawConnection.to(world.gateway.url);
    client.send('POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":"');
    client.socket.resetAndDestroy();
    await expectServed();
  });
});

describe('what is no HTTP is refused in words', () => {
  beforeEach(begin({}));

  test.each([
    ['noise', '\u0000\u0001\u0002\r\n\r\n', '400 Bad Request'],
    ['headers of 100 kB', `GET / HTTP/1.1\r\nhost: gateway\r\nx-1: ${'a'.repeat(100_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', '400 Bad Request'],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nhost: g\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400 Bad Request',
    ],
  ])('%s', async (_title, text, status) => {
    const client = (await RawConnection.to(world.gateway.url)).read().send(text);
    await client.closed;
    expect(client.received).toContain(`HTTP/1.1 ${status}`);
    expect(JSON.parse(client.received.split('\r\n\r\n')[1]!)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('a client that never reads its answer', () => {
  const TIMES = { operationTimeoutMs: 300, http: { stalledMs: 300 } };
  const ASK_FOR_MUCH = JSON.stringify({ query: `{ text(bytes: ${8 * MEGABYTE}) }` });

  beforeEach(begin(TIMES));

  /** Both ends of one connection. */
  async function aConnection(): Promise<{ client: RawConnection; held: Socket }> {
    const arrival = once(world.gateway.httpServer, 'connection');
    const client = await RawConnection.to(world.gateway.url);
    const [held] = (await arrival) as [Socket];
    return { client, held };
  }

  test.each([1, 20])('is cut off, after %d requests, and others are served meanwhile', async (requests) => {
    const { client, held } = await aConnection();
    client.socket.pause();
    for (let round = 0; round < requests; round++) client.post(ASK_FOR_MUCH);
    await until(() => held.writableLength > MEGABYTE);
    await expectServed();
    await until(() => held.destroyed);
    await expectServed();
    client.socket.destroy();
  });

  test('is not one that reads slowly: that one gets all of it', async () => {
    const { client } = await aConnection();
    const startedAt = Date.now();
    let bytes = 0;
    client.socket.on('data', (chunk) => {
      bytes += chunk.length;
      client.socket.pause();
      setTimeout(() => client.socket.resume(), 8);
    });
    client.post(ASK_FOR_MUCH);
    await until(() => bytes > 8 * MEGABYTE);
    expect(Date.now() - startedAt).toBeGreaterThan(TIMES.operationTimeoutMs + TIMES.http.stalledMs);
    client.socket.destroy();
  });
});

describe('a reader on a socket that does not read', () => {
  beforeEach(begin({ sockets: { maxBufferedBytes: MEGABYTE }, metricsPort: 0 }));

  test('is cut off at the limit of what may wait; everybody else gets every event', async () => {
    const slow = await new RawSocket(world.gateway.socketUrl).ready();
    const others = await Promise.all(Array.from({ length: 5 }, () => new RawSocket(world.gateway.socketUrl).ready()));
    for (const socket of [slow, ...others]) socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { pages }' } });
    await until(() => world.gateway.statistics.listeners === 6);
    (slow.ws as unknown as { pause(): void }).pause();
    const page = 'x'.repeat(512 * 1024);
    // The kernels of both sides take some megabytes before anything waits in the gateway.
    for (let sent = 1; sent <= 40; sent++) {
      pages.publish(page);
      await until(() => others.every((one) => one.received.filter(({ type }) => type === 'next').length === sent));
    }
    // It does not answer the closing handshake either, and is not waited for.
    await until(() => world.gateway.statistics.sockets === 5);
    expect(world.gateway.statistics).toMatchObject({ sockets: 5, listeners: 5 });
    const metrics = await MetricsPage.read(world.gateway.metricsUrl);
    expect(metrics.of('gateway_slow_readers_total')).toBe(1);
    expect(metrics.of('gateway_stream_dropped_total{reason="slow reader"}')).toBe(1);
    expect(metrics.of('gateway_socket_closes_total{code="1013"}')).toBe(1);
    for (const socket of others) socket.close();
    slow.ws.terminate();
    await until(() => world.gateway.statistics.sockets === 0);
  });

  test('is cut off too when it sends pings without end and never reads an answer to them', async () => {
    const flooding = await new RawSocket(world.gateway.socketUrl).ready();
    const other = await new RawSocket(world.gateway.socketUrl).ready();
    const arrival = world.gateway.statistics.sockets;
    (flooding.ws as unknown as { pause(): void }).pause();
    const payload = Buffer.alloc(125, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let sent = 0;
    while (world.gateway.statistics.sockets === arrival && sent < 400_000) {
      for (let count = 0; count < 1_000; count++, sent++) flooding.ws.ping(payload);
      await turn();
    }
    await until(() => world.gateway.statistics.sockets === arrival - 1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEGABYTE);
    other.send({ type: 'ping' });
    await until(() => other.received.some(({ type }) => type === 'pong'));
    other.close();
    flooding.ws.terminate();
  });
});
