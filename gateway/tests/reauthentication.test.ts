import { createMemoryBus, silentLogger } from '@marquee/platform';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { stopsAfterEach } from './faults/stops';
import { aShopWorld, MY_SALES } from './shop-world';
import { RawSocket, until } from './socket';

describe('a fresh token on an open socket', () => {
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  let sockets: RawSocket[];
  const bus = createMemoryBus({ logger: silentLogger });
  const connect = (url = shop.world.gateway.socketUrl) => {
    const socket = new RawSocket(url);
    sockets.push(socket);
    return socket;
  };
  const token = (claims = {}, expiresIn = 900) => shop.issuer.token(claims, { expiresIn });
  /** Sends a token as a ping and answers the payload of the pong. */
  const renew = async (socket: RawSocket, payload: unknown) => {
    const pongs = () => socket.received.filter(({ type }) => type === 'pong');
    const before = pongs().length;
    socket.send({ type: 'ping', payload });
    await until(() => pongs().length > before);
    return pongs().at(-1)!.payload;
  };
  const subscribe = async (socket: RawSocket, query = MY_SALES) => {
    const before = shop.sales.listenerCount;
    socket.send({ id: 'sales', type: 'subscribe', payload: { query } });
    await until(() => shop.sales.listenerCount > before);
  };
  const copiesIn = (socket: RawSocket) =>
    socket.received
      .filter(({ type }) => type === 'next')
      .map(({ payload }) => (payload as { data: { sellerSales: { copies: number } } }).data.sellerSales.copies);

  beforeAll(async () => {
    shop = await aShopWorld({ bus });
  });
  beforeEach(() => {
    sockets = [];
  });
  afterEach(async () => {
    for (const socket of sockets) socket.close();
    await until(() => shop.world.gateway.statistics.sockets === 0 && shop.sales.listenerCount === 0);
  });
  afterAll(async () => {
    await shop.world.stop();
    await bus.close();
  });

  test('keeps the socket open past the end of the first, and no event is lost or doubled', async () => {
    const short = await token({}, 2);
    const renewed = await connect().ready({ token: short });
    const control = await connect().ready({ token: short });
    await subscribe(renewed);
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    const fresh = await token();
    const answer = await renew(renewed, { authorization: `Bearer ${fresh}` });
    expect(answer).toEqual({ authenticated: true, expiresAt: expect.stringMatching(/^20\d\d-.*Z$/) as string });
    expect(Date.parse((answer as { expiresAt: string }).expiresAt)).toBeGreaterThan(Date.now() + 800_000);
    expect(JSON.stringify(renewed.received)).not.toContain(fresh);
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    expect(await control.closed).toEqual({ code: 4403, reason: 'Token expired' });
    shop.sales.publish({ bookId: 'b1', copies: 3 });
    await until(() => copiesIn(renewed).length === 3);
    expect(copiesIn(renewed)).toEqual([1, 2, 3]);
    expect(renewed.ws.readyState).toBe(WebSocket.OPEN);
  });

  test('is the one that counts when sessions end', async () => {
    const socket = await connect().ready({ token: await token({ sessionId: 'morning' }) });
    expect(await renew(socket, { token: await token({ sessionId: 'evening' }) })).toMatchObject({ authenticated: true });
    await bus.push('sessions.revoked', { sessionId: 'morning' });
    expect(await renew(socket, { at: 1 })).toEqual({ at: 1 });
    await bus.push('sessions.revoked', { sessionId: 'evening' });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'Session ended' });
  });

  test('changes nothing when it is no good', async () => {
    await bus.push('sessions.revoked', { sessionId: 'ended' });
    const socket = await connect().ready({ token: await token() });
    await subscribe(socket);
    const refused = [
      { token: 'nonsense' },
      { token: '' },
      { token: 5 },
      { authorization: 'Basic abc' },
      { authorization: null },
      { Authorization: `Bearer ${await token({}, -60)}` },
      { token: await token({ sub: 'person-2' }) },
      { token: await token({ sessionId: 'ended' }) },
    ];
    for (const payload of refused) {
      const answer = await renew(socket, payload);
      expect(answer).toEqual({
        authenticated: false,
        error: { message: expect.any(String) as string, extensions: { code: 'UNAUTHENTICATED' } },
      });
      expect(JSON.stringify(answer)).not.toContain('eyJ');
    }
    shop.sales.publish({ bookId: 'b1', copies: 4 });
    await until(() => copiesIn(socket).length === 1);
    expect(socket.ws.readyState).toBe(WebSocket.OPEN);
  });

  test('does not sign a visitor in, nor anybody before the acknowledgement', async () => {
    const visitor = await connect().ready();
    expect(await renew(visitor, { token: await token() })).toMatchObject({ authenticated: false });
    const early = await connect().open();
    expect(await renew(early, { token: await token() })).toMatchObject({ authenticated: false });
    await early.ready({ token: await token() });
  });

  test('ends the streams of somebody whose rights have changed, and the next ones have the new rights', async () => {
    const socket = await connect().ready({ token: await token({ role: 'moderator', permissions: ['review:event', 'view:analytics'] }) });
    const other = await connect().ready({ token: await token({ sub: 'person-2' }) });
    await subscribe(socket);
    other.send({ id: 'sales', type: 'subscribe', payload: { query: MY_SALES } });
    await until(() => shop.sales.listenerCount === 2);
    // The same rights in another order are the same rights.
    await renew(socket, { token: await token({ role: 'moderator', permissions: ['view:analytics', 'review:event'] }) });
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => copiesIn(socket).length === 1 && copiesIn(other).length === 1);
    await renew(socket, { token: await token({ role: 'user', permissions: [] }) });
    const end = socket.received.find(({ type }) => type === 'error');
    expect(end).toMatchObject({ id: 'sales', payload: [{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }] });
    await until(() => shop.sales.listenerCount === 1);
    await subscribe(socket);
    expect(shop.world.subgraphs.shop!.received.at(-1)!.caller.viewer).toMatchObject({ id: 'person-1', role: 'user', permissions: [] });
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => copiesIn(socket).length === 2 && copiesIn(other).length === 2);
    expect(other.received.some(({ type }) => type === 'error')).toBe(false);
  });

  test('of another session ends the streams of the earlier one, which would end with it unseen', async () => {
    const socket = await connect().ready({ token: await token({ sessionId: 'at home' }) });
    await subscribe(socket);
    await renew(socket, { token: await token({ sessionId: 'at work' }) });
    expect(socket.received.find(({ type }) => type === 'error')).toMatchObject({ payload: [{ extensions: { code: 'RESYNC_REQUIRED' } }] });
    await until(() => shop.sales.listenerCount === 0);
  });

  test('that is older than the one in use is refused: rights that were taken away do not come back', async () => {
    const older = await token({ role: 'admin' });
    // Tokens tell their time in whole seconds.
    const second = Math.floor(Date.now() / 1000);
    await until(() => Math.floor(Date.now() / 1000) > second);
    const socket = await connect().ready({ token: await token() });
    expect(await renew(socket, { token: older })).toMatchObject({ authenticated: false });
  });

  test('is asked for a while before the present one ends', async () => {
    const socket = await connect().ready({ token: await token({}, 30) });
    await until(() => socket.received.some(({ type }) => type === 'ping'));
    const { payload } = socket.received.find(({ type }) => type === 'ping')! as { payload: { tokenExpiresAt: string } };
    expect(Date.parse(payload.tokenExpiresAt) - Date.now()).toBeLessThanOrEqual(30_000);
    const unhurried = await connect().ready({ token: await token() });
    expect(await renew(unhurried, { at: 1 })).toEqual({ at: 1 });
    expect(unhurried.received.some(({ type }) => type === 'ping')).toBe(false);
  });

  test('is brought by an app on graphql-ws in a few lines, and its stream goes on', async () => {
    const short = await token({}, 2);
    let socket: WebSocket | undefined;
    const answers: unknown[] = [];
    const closed: unknown[] = [];
    const app = createClient({
      url: shop.world.gateway.socketUrl,
      webSocketImpl: WebSocket,
      connectionParams: { token: short },
      retryAttempts: 0,
      on: {
        opened: (opened) => (socket = opened as WebSocket),
        ping: (received, payload) => {
          if (received && payload?.tokenExpiresAt)
            void token().then((fresh) => socket!.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${fresh}` } })));
        },
        pong: (received, payload) => void (received && answers.push(payload)),
        closed: (event) => closed.push(event),
      },
    });
    const events: unknown[] = [];
    app.subscribe({ query: MY_SALES }, { next: (event) => events.push(event), error: () => {}, complete: () => {} });
    await until(() => shop.sales.listenerCount === 1);
    const control = await connect().ready({ token: short });
    expect((await control.closed).code).toBe(4403);
    expect(answers).toMatchObject([{ authenticated: true }]);
    shop.sales.publish({ bookId: 'b1', copies: 9 });
    await until(() => events.length === 1);
    expect(closed).toEqual([]);
    await app.dispose();
  });
});

const opened = stopsAfterEach();

test('a stream that is still planned when its rights change does not begin with the earlier ones', async () => {
  // Planning takes longer than to check a token, the first in the process above all.
  const { world, issuer, sales } = await aShopWorld({ settings: { planning: { planner: 'apollo', where: 'process' } } });
  opened(world);
  const socket = await new RawSocket(world.gateway.socketUrl).ready({ token: await issuer.token({ role: 'moderator' }) });
  const lesser = await issuer.token({ role: 'user' });
  socket.send({ id: 'sales', type: 'subscribe', payload: { query: MY_SALES } });
  socket.send({ type: 'ping', payload: { token: lesser } });
  await until(() => socket.received.some(({ type }) => type === 'error'));
  expect(socket.received.slice(1)).toMatchObject([
    { type: 'pong', payload: { authenticated: true } },
    { id: 'sales', payload: [{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }] },
  ]);
  expect(world.subgraphs.shop!.received).toEqual([]);
  expect(sales.listenerCount).toBe(0);
  socket.send({ id: 'sales', type: 'subscribe', payload: { query: MY_SALES } });
  await until(() => sales.listenerCount === 1);
  expect(world.subgraphs.shop!.received[0]!.caller.viewer).toMatchObject({ role: 'user' });
  socket.close();
});
