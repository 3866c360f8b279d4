import type { FormattedExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { MessageCount } from '../src/subscriptions/protocol';
import { RawStream } from './multipart-client';
import { aShopWorld, SOLD } from './shop-world';
import { RawSocket, until } from './socket';

type Shop = Awaited<ReturnType<typeof aShopWorld>>;

let shop: Shop;
let open: { close(): void }[];
const sockets = () => shop.world.gateway.statistics.sockets;
const connect = (options: ConstructorParameters<typeof RawSocket>[1] = {}) => {
  const socket = new RawSocket(shop.world.gateway.socketUrl, options);
  open.push(socket);
  return socket;
};
const stream = (options: ConstructorParameters<typeof RawStream>[2] = {}) => {
  const one = new RawStream(shop.world.gateway.url, SOLD, options);
  open.push({ close: () => one.leave() });
  return one;
};
beforeEach(() => {
  open = [];
});
afterEach(async () => {
  for (const one of open) one.close();
  await until(() => sockets() === 0 && shop.world.gateway.statistics.streams === 0);
});

describe('one person', () => {
  beforeAll(async () => {
    shop = await aShopWorld();
  });
  afterAll(() => shop.world.stop());
  const token = (sub = 'ada', sessionId = 'session-1') => shop.issuer.token({ sub, sessionId });

  test('has ten sockets, whatever the session; the eleventh is told to come back later', async () => {
    const mine = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => connect().ready({ token: await token('ada', `session-${index % 2}`) })),
    );
    const eleventh = await connect().open();
    eleventh.send({ type: 'connection_init', payload: { token: await token() } });
    expect(await eleventh.closed).toEqual({ code: 1013, reason: 'Too many connections' });
    await connect().ready({ token: await token('bert') });
    await connect().ready();
    mine[0]!.close();
    await mine[0]!.closed;
    await until(() => sockets() === 11);
    await connect().ready({ token: await token() });
  });

  test('draws on the same ten with streams over HTTP', async () => {
    for (let count = 0; count < 4; count++) await connect().ready({ token: await token() });
    const streams = [];
    for (let count = 0; count < 6; count++) streams.push(await stream({ token: await token() }).open());
    const refused = stream({ token: await token() });
    expect(await refused.answer()).toMatchObject({
      status: 429,
      type: 'application/graphql-response+json; charset=utf-8',
      body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
    });
    expect((await refused.response).headers['retry-after']).toBe('10');
    const socket = await connect().open();
    socket.send({ type: 'connection_init', payload: { token: await token() } });
    expect((await socket.closed).code).toBe(1013);
    streams[0]!.leave();
    await until(() => shop.world.gateway.statistics.streams === 5);
    await stream({ token: await token() }).open();
  });

  test('gets in with graphql-ws as soon as there is a place', async () => {
    const mine = await Promise.all(Array.from({ length: 10 }, async () => connect().ready({ token: await token() })));
    const closed: number[] = [];
    const client = createClient({
      url: shop.world.gateway.socketUrl,
      webSocketImpl: WebSocket,
      connectionParams: { token: await token() },
      retryAttempts: 100,
      retryWait: () => {
        mine[0]!.close();
        return new Promise((resolve) => setImmediate(resolve));
      },
      on: { closed: (event) => closed.push((event as { code: number }).code) },
    });
    const answer = await new Promise<FormattedExecutionResult>((resolve, reject) => {
      client.subscribe({ query: '{ viewerId }' }, { next: resolve as never, error: reject, complete: () => {} });
    });
    expect(answer).toEqual({ data: { viewerId: 'ada' } });
    expect(closed[0]).toBe(1013);
    await client.dispose();
  });
});

describe('the visitors of one address', () => {
  beforeAll(async () => {
    shop = await aShopWorld({ settings: { connections: { perIp: 3 }, trustedProxies: 1 } });
  });
  afterAll(() => shop.world.stop());
  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
  const refused = async (ip: string) => {
    const socket = await connect(from(ip)).open();
    socket.send({ type: 'connection_init' });
    return (await socket.closed).code;
  };

  test('have so many sockets and streams, and no more; people who are signed in there have their own', async () => {
    const first = await connect(from('192.0.2.1')).ready();
    await connect(from('192.0.2.1')).ready();
    await stream(from('192.0.2.1')).open();
    expect(await refused('192.0.2.1')).toBe(1013);
    expect((await stream(from('192.0.2.1')).answer()).status).toBe(429);
    await connect(from('192.0.2.2')).ready();
    for (const sub of ['ada', 'bert', 'carl', 'dora']) {
      const token = await shop.issuer.token({ sub, sessionId: `of ${sub}` });
      await connect(from('192.0.2.1')).ready({ token });
      await stream({ ...from('192.0.2.1'), token }).open();
    }
    first.close();
    await first.closed;
    await until(() => sockets() === 6);
    await connect(from('192.0.2.1')).ready();
  });

  test('share the first half of an IPv6 address', async () => {
    for (const last of ['1', '2', 'ffff:1']) await connect(from(`2001:db8::${last}`)).ready();
    expect(await refused('2001:db8:0:0:a::1')).toBe(1013);
    await connect(from('2001:db8:0:1::1')).ready();
  });

  test('and all who have not said yet who they are, are ten times as many, and refused before the handshake beyond', async () => {
    const silent = await Promise.all(Array.from({ length: 30 }, () => connect(from('192.0.2.5')).open()));
    await expect(connect(from('192.0.2.5')).open()).rejects.toThrow('429');
    silent[0]!.send({ type: 'connection_init', payload: { token: await shop.issuer.token({ sub: 'eve', sessionId: 'e' }) } });
    await until(() => silent[0]!.received.some(({ type }) => type === 'connection_ack'));
    await connect(from('192.0.2.5')).open();
  });

  test('get their places back also from sockets that the protocol ends', async () => {
    for (let count = 0; count < 5; count++) {
      const wrong = connect({ ...from('192.0.2.9'), protocol: [] });
      expect((await wrong.closed).code).toBe(4406);
    }
    for (let count = 0; count < 3; count++) await connect(from('192.0.2.9')).ready();
  });
});

describe('where nobody wants a limit', () => {
  beforeAll(async () => {
    shop = await aShopWorld({ settings: { connections: { perViewer: 0, perIp: 0 } } });
  });
  afterAll(() => shop.world.stop());

  test('one person has as many sockets from one address as they like', async () => {
    const token = await shop.issuer.token();
    await Promise.all(Array.from({ length: 60 }, () => connect().ready({ token })));
    expect(sockets()).toBe(60);
  });
});

describe('messages on one socket', () => {
  beforeAll(async () => {
    shop = await aShopWorld({ settings: { sockets: { maxMessages: 6 } } });
  });
  afterAll(() => shop.world.stop());
  const ask = (id: string, query = '{ sold }') => ({ id, type: 'subscribe', payload: { query } });

  test('are so many in ten seconds: operations beyond are refused, what runs goes on and can be ended (X18)', async () => {
    const socket = await connect().ready();
    socket.send(ask('live', SOLD));
    await until(() => shop.sales.listenerCount === 1);
    for (let index = 3; index <= 8; index++) socket.send(ask(`op-${index}`));
    const endedBy = (kind: string) => socket.received.filter(({ type }) => type === kind).map(({ id }) => id);
    // A refusal needs no subgraph, so it may come before the answers of those before it.
    await until(() => endedBy('error').length + endedBy('complete').length === 6);
    expect(endedBy('complete').sort()).toEqual(['op-3', 'op-4', 'op-5', 'op-6']);
    for (const id of ['op-7', 'op-8']) {
      expect(socket.received.find((message) => message.id === id)).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: expect.any(Number) as number } }],
      });
    }
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => socket.received.some(({ id, type }) => id === 'live' && type === 'next'));
    socket.send({ id: 'live', type: 'complete' });
    await until(() => shop.sales.listenerCount === 0);
  });

  test('that end what runs are free: nobody has to keep a stream', async () => {
    const socket = await connect().ready();
    // With its first message these are as many as may be sent.
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const id of ids) socket.send(ask(id, `subscription ${id} { bookSold { copies } }`));
    await until(() => shop.sales.listenerCount === ids.length);
    for (const id of ids) socket.send({ id, type: 'complete' });
    await until(() => shop.sales.listenerCount === 0);
    for (let count = 0; count < 5; count++) socket.send({ type: 'ping' });
    socket.send(ask('later'));
    await until(() => socket.received.some(({ id, type }) => id === 'later' && type === 'error'));
  });

  test('end the socket when twice as many come, and an app on graphql-ws does not try again', async () => {
    let attempts = 0;
    let opened: WebSocket | undefined;
    const client = createClient({
      url: shop.world.gateway.socketUrl,
      webSocketImpl: WebSocket,
      retryAttempts: 5,
      on: { connecting: () => attempts++, opened: (socket) => (opened = socket as WebSocket) },
    });
    const ended = new Promise<unknown>((resolve) => {
      client.subscribe({ query: SOLD }, { next: () => {}, error: resolve, complete: () => resolve(null) });
    });
    await until(() => shop.sales.listenerCount === 1);
    for (let count = 0; count < 11; count++) opened!.send(JSON.stringify({ type: 'ping' }));
    expect(await ended).toMatchObject({ code: 1008, reason: 'Too many messages' });
    expect(attempts).toBe(1);
    await until(() => shop.sales.listenerCount === 0);
    await client.dispose();
  });

  test('are counted anew in each window', () => {
    let now = 1_000;
    const count = new MessageCount(10_000, () => now);
    expect([count.add(), count.add(), count.secondsLeft]).toEqual([1, 2, 10]);
    now = 10_500;
    expect([count.add(), count.secondsLeft]).toEqual([3, 1]);
    now = 11_000;
    expect([count.add(), count.secondsLeft]).toEqual([1, 10]);
  });
});
