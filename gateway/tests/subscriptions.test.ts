import { connect as connectRaw } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { createMemoryBus, silentLogger } from '@marquee/platform';
import { aShopWorld, SOLD } from './shop-world';
import { aClient, RawSocket, until } from './socket';

for (const over of ['process', 'http'] as const) {
  describe(`subscriptions with the subgraphs reached over ${over}`, () => {
    let shop: Awaited<ReturnType<typeof aShopWorld>>;
    let clients: ReturnType<typeof aClient>[];
    const connect = (params?: Record<string, unknown>) => {
      const client = aClient(shop.world.gateway.socketUrl, params);
      clients.push(client);
      return client;
    };

    beforeEach(async () => {
      shop = await aShopWorld({ over });
      clients = [];
    });
    afterEach(async () => {
      await Promise.all(clients.map(({ client }) => client.dispose()));
      await shop.world.stop();
    });

    test('each event is completed from all subgraphs', async () => {
      const { events, state } = connect().listen(SOLD);
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b1', copies: 2 });
      shop.sales.publish({ bookId: 'b2', copies: 1 });
      await until(() => events.length === 2);
      expect(events).toEqual([
        { data: { bookSold: { copies: 2, book: { title: 'The Dispossessed', author: { name: 'Ursula' }, soldTotal: 7 } } } },
        { data: { bookSold: { copies: 1, book: { title: 'Solaris', author: { name: 'Stanisław' }, soldTotal: 7 } } } },
      ]);
      expect(state.ended).toBe(false);
    });

    test('aliases, fragments, variables and directives are those of the client', async () => {
      const { events } = connect().listen(
        'subscription ($id: ID, $long: Boolean!) { sale: bookSold(id: $id) { ...S __typename } } fragment S on Sale { n: copies item: book { t: title who: author @include(if: $long) { name } } }',
        { id: 'b1', long: false },
      );
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b3', copies: 1 });
      await until(() => events.length === 1);
      expect(events).toEqual([{ data: { sale: { n: 1, item: { t: 'The Lathe of Heaven' }, __typename: 'Sale' } } }]);
    });

    test('a client that leaves ends the stream at the owner', async () => {
      const { stop } = connect().listen(SOLD);
      await until(() => shop.sales.listenerCount === 1);
      stop();
      await until(() => shop.sales.listenerCount === 0);
    });

    test('a socket that drops ends the stream at the owner', async () => {
      const socket = await new RawSocket(shop.world.gateway.socketUrl).ready();
      socket.send({ id: '1', type: 'subscribe', payload: { query: SOLD } });
      await until(() => shop.sales.listenerCount === 1);
      socket.ws.terminate();
      await until(() => shop.sales.listenerCount === 0);
    });

    test('a stream that the owner completes is completed for the client', async () => {
      const { state } = connect().listen(SOLD);
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.end();
      await until(() => state.ended);
      expect(state.error).toBeUndefined();
    });

    test('a stream that fails at the owner ends with an error that says nothing of the inside', async () => {
      const { state } = connect().listen(SOLD);
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.end(new Error('relation "sales" does not exist at 10.0.0.7:5432'));
      await until(() => state.ended);
      expect(JSON.stringify(state.error)).not.toMatch(/relation "sales"|10\.0/);
      expect(state.error).toBeDefined();
    });

    test('a refusal of the owner reaches the client with its code', async () => {
      shop.state.refuse = true;
      const { state, events } = connect().listen(SOLD);
      await until(() => state.ended);
      expect(events).toEqual([]);
      expect(state.error).toMatchObject([{ message: 'You may not see the sales.', extensions: { code: 'FORBIDDEN' } }]);
    });

    test('an error in one event is part of that event', async () => {
      const { events, state } = connect({ token: await shop.issuer.token() }).listen('subscription { sellerSales { copies } }');
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b1', copies: -1 });
      shop.sales.publish({ bookId: 'b1', copies: 1 });
      await until(() => events.length === 2);
      expect(events[0]).toMatchObject({
        data: null,
        errors: [{ message: 'A sale cannot be negative.', path: ['sellerSales'], extensions: { code: 'CONFLICT' } }],
      });
      expect(events[1]).toEqual({ data: { sellerSales: { copies: 1 } } });
      expect(state.ended).toBe(false);
    });

    test('the owner is told who listens', async () => {
      const visitor = connect().listen('subscription { sellerSales { copies } }');
      await until(() => visitor.state.ended);
      expect(visitor.state.error).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      const { events } = connect({ Authorization: `Bearer ${await shop.issuer.token({ sub: 'person-7' })}` }).listen(
        'subscription { sellerSales { copies } }',
      );
      await until(() => shop.sales.listenerCount === 1);
      expect(shop.world.subgraphs.shop!.received.at(-1)!.caller.viewer).toMatchObject({ id: 'person-7' });
      shop.sales.publish({ bookId: 'b1', copies: 1 });
      await until(() => events.length === 1);
    });

    test('queries and mutations go over the socket too (X9)', async () => {
      const client = connect();
      expect(await client.ask('query ($id: ID!) { book(id: $id) { title author { name } } }', { id: 'b2' })).toEqual({
        data: { book: { title: 'Solaris', author: { name: 'Stanisław' } } },
      });
      expect(await client.ask('mutation { retitle(id: "b1", title: "New") { title } }')).toEqual({ data: { retitle: { title: 'New' } } });
      await expect(client.ask('{ nothing }')).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
      await expect(client.ask('query ($id: ID!) { book(id: $id) { title } }', { id: [] })).rejects.toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    });

    // bug-reports-gateway B05: these were QUERY_TOO_COMPLEX, or a fault of ours that clients tried again for ever.
    test.each([
      ['subscription ($s: Boolean!) { bookSold @include(if: $s) { copies } }', { s: true }],
      ['subscription ($s: Boolean = false) { ... @skip(if: $s) { bookSold { copies } } }', {}],
      ['subscription { bookSold @skip(if: true) { copies } }', {}],
      ['subscription ($s: Boolean!) { ...Root @include(if: $s) } fragment Root on Subscription { bookSold { copies } }', { s: false }],
      [
        'subscription { ...Root } fragment Root on Subscription { bookSold { copies } ...Root2 } fragment Root2 on Subscription { other: sellerSales { copies } }',
        {},
      ],
      ['subscription { __typename }', {}],
    ])('what is not always one field is no subscription: %s', async (query, variables) => {
      const { state, events } = connect().listen(query, variables);
      await until(() => state.ended);
      expect(events).toEqual([]);
      expect(state.error).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    });

    test('conditions below the root of a subscription, and its field written twice, are as in any operation', async () => {
      const query = 'subscription ($s: Boolean!) { bookSold { copies } bookSold { book @include(if: $s) { title } } }';
      const { events } = connect().listen(query, { s: false });
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b1', copies: 4 });
      await until(() => events.length === 1);
      expect(events[0]).toEqual({ data: { bookSold: { copies: 4 } } });
    });

    test('listeners who ask the same share one stream and one execution', async () => {
      const all = [connect(), connect(), connect()].map((client) => client.listen(SOLD));
      await until(() => shop.sales.listenerCount === 1);
      await until(() => shop.world.gateway.statistics.listeners === 3);
      shop.world.subgraphs.people!.received.length = 0;
      shop.sales.publish({ bookId: 'b1', copies: 2 });
      await until(() => all.every(({ events }) => events.length === 1));
      expect(shop.sales.listenerCount).toBe(1);
      expect(shop.world.subgraphs.people!.received).toHaveLength(1);
      all[0]!.stop();
      await until(() => shop.world.gateway.statistics.listeners === 2);
      shop.sales.publish({ bookId: 'b1', copies: 3 });
      await until(() => all[1]!.events.length === 2 && all[2]!.events.length === 2);
      expect(all[0]!.events).toHaveLength(1);
    });

    test('nobody shares with somebody else, nor with other rights or variables', async () => {
      const anna = await shop.issuer.token({ sub: 'anna' });
      const promoted = await shop.issuer.token({ sub: 'anna', role: 'moderator' });
      const bert = await shop.issuer.token({ sub: 'bert' });
      for (const token of [anna, promoted, bert]) connect({ token }).listen(SOLD);
      connect().listen(SOLD);
      const withVariable = 'subscription ($id: ID) { bookSold(id: $id) { copies } }';
      connect().listen(withVariable, { id: '1' });
      connect().listen(withVariable, { id: '2' });
      await until(() => shop.sales.listenerCount === 6);
    });

    test('sessions of one person do not share: the owner may end a stream with the session in whose name it is', async () => {
      for (const sessionId of ['morning', 'evening', 'evening']) connect({ token: await shop.issuer.token({ sessionId }) }).listen(SOLD);
      await until(() => shop.world.gateway.statistics.listeners === 3);
      await until(() => shop.sales.listenerCount === 2);
      const sessions = shop.world.subgraphs.shop!.received.map(({ caller }) => caller.viewer?.sessionId);
      expect(sessions.slice(-2).sort()).toEqual(['evening', 'morning']);
    });

    test('whoever comes after the first event gets a stream of its own, with its replay', async () => {
      const first = connect().listen(SOLD);
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b1', copies: 1 });
      await until(() => first.events.length === 1);
      shop.state.replay = [{ bookId: 'b1', copies: 1 }];
      const second = connect().listen(SOLD);
      await until(() => second.events.length === 1);
      shop.sales.publish({ bookId: 'b1', copies: 2 });
      await until(() => first.events.length === 2 && second.events.length === 2);
      expect(second.events).toEqual(first.events);
    });
  });
}

describe('the right to a socket (X41, X42)', () => {
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  const bus = createMemoryBus({ logger: silentLogger });
  beforeAll(async () => {
    shop = await aShopWorld({ bus });
  });
  afterAll(async () => {
    await shop.world.stop();
    await bus.close();
  });
  const socket = (options = {}) => new RawSocket(shop.world.gateway.socketUrl, options).open();

  test('a wrong token closes it with 4403 (X42)', async () => {
    for (const payload of [
      { token: 'nonsense' },
      { authorization: 'Basic abc' },
      { authorization: 5 },
      { AUTHORIZATION: 'Bearer x.y.z' },
      { token: {} },
    ]) {
      const client = await socket();
      client.send({ type: 'connection_init', payload });
      expect((await client.closed).code).toBe(4403);
    }
  });

  test('no token at all is a visitor', async () => {
    const client = await (await socket()).ready();
    client.send({ id: '1', type: 'subscribe', payload: { query: '{ viewerId }' } });
    await until(() => client.received.length === 3);
    expect(client.received[1]).toEqual({ id: '1', type: 'next', payload: { data: { viewerId: null } } });
    client.close();
  });

  test('it ends when the token expires', async () => {
    const client = await (await socket()).ready({ token: await shop.issuer.token({}, { expiresIn: 2 }) });
    client.send({ id: '1', type: 'subscribe', payload: { query: SOLD } });
    await until(() => shop.sales.listenerCount === 1);
    expect(await client.closed).toEqual({ code: 4403, reason: 'Token expired' });
    await until(() => shop.sales.listenerCount === 0);
  });

  test('it ends at once when the session ends, and nobody else is touched', async () => {
    const mine = await (await socket()).ready({ token: await shop.issuer.token({ sessionId: 'one' }) });
    const other = await (await socket()).ready({ token: await shop.issuer.token({ sessionId: 'two' }) });
    const startedAt = Date.now();
    await bus.push('sessions.revoked', { sessionId: 'one' });
    expect(await mine.closed).toEqual({ code: 4403, reason: 'Session ended' });
    expect(Date.now() - startedAt).toBeLessThan(1_000);
    expect(other.ws.readyState).toBe(other.ws.OPEN);
    other.close();
  });

  test('a token of an ended session is refused on every way in', async () => {
    const token = await shop.issuer.token({ sessionId: 'over' });
    expect((await shop.world.ask('{ viewerId }', { token })).data).toEqual({ viewerId: 'person-1' });
    await bus.push('sessions.revoked', { sessionId: 'over' });
    await until(() => true);
    const answer = await shop.world.ask('{ viewerId }', { token });
    expect(answer.status).toBe(401);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const client = await socket();
    client.send({ type: 'connection_init', payload: { token } });
    expect((await client.closed).code).toBe(4403);
  });

  test('whoever was signed out everywhere loses all sockets', async () => {
    const sockets = await Promise.all(
      ['s1', 's2'].map(async (sessionId) => (await socket()).ready({ token: await shop.issuer.token({ sub: 'gone', sessionId }) })),
    );
    await bus.push('sessions.revoked', { viewerId: 'gone' });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([
      { code: 4403, reason: 'Session ended' },
      { code: 4403, reason: 'Session ended' },
    ]);
  });

  test('whoever is refused one does not keep the connection either', async () => {
    const { port } = new URL(shop.world.gateway.url);
    const connections = () => new Promise<number>((resolve) => shop.world.gateway.httpServer.getConnections((_, count) => resolve(count)));
    const before = await connections();
    // Takes the refusal, and does not hang up.
    const client = connectRaw({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    client.on('data', (data) => (answer += String(data))).on('error', () => {});
    client.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    await until(() => answer.startsWith('HTTP/1.1 404'));
    while ((await connections()) > before) await turn();
    expect(client.destroyed).toBe(false);
    client.destroy();
  });

  test('a page of a foreign origin gets none, nor one that hides its origin', async () => {
    for (const origin of ['https://evil.example', 'null', `${new URL(shop.world.gateway.url).origin}.evil.example`])
      await expect(socket({ headers: { origin } })).rejects.toThrow('403');
    const own = await socket({ headers: { origin: new URL(shop.world.gateway.url).origin } });
    own.close();
  });
});

describe('the protocol', () => {
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  beforeAll(async () => {
    shop = await aShopWorld({ settings: { sockets: { initTimeoutMs: 200, pingMs: 100, maxOperations: 3 } } });
  });
  afterAll(() => shop.world.stop());
  const socket = (options = {}) => new RawSocket(shop.world.gateway.socketUrl, options).open();
  const subscribe = (id: string, query = SOLD) => ({ id, type: 'subscribe', payload: { query } });

  test.each([
    ['broken JSON', '{"type":'],
    ['an unknown type', { type: 'nonsense' }],
    ['a list', []],
    ['a number', '5'],
    ['a subscribe without id', { type: 'subscribe', payload: { query: '{ a }' } }],
    ['a subscribe without query', { id: '1', type: 'subscribe', payload: {} }],
    ['variables that are no object', { id: '1', type: 'subscribe', payload: { query: '{ a }', variables: 5 } }],
    ['a message for clients', { type: 'connection_ack' }],
    ['a binary message', Buffer.from([1, 2, 3])],
    ['an empty message', ''],
    ['null', 'null'],
    ['a message without type', { id: '1' }],
    ['a type that is a number', { type: 1 }],
    ['an empty id', { id: '', type: 'subscribe', payload: { query: '{ sold }' } }],
    ['an id that is a number', { id: 1, type: 'subscribe', payload: { query: '{ sold }' } }],
    ['a payload that is text', { id: '1', type: 'subscribe', payload: '{ sold }' }],
    ['a complete without id', { type: 'complete' }],
    ['a ping whose payload is text', { type: 'ping', payload: 'now' }],
    ['an init whose payload is a list', { type: 'connection_init', payload: [] }],
    ['events from a client', { id: '1', type: 'next', payload: {} }],
    ['an error from a client', { id: '1', type: 'error', payload: [{ message: 'x' }] }],
    ['the older protocol', { id: '1', type: 'start', payload: { query: '{ sold }' } }],
  ])('%s closes it with 4400', async (_title, message) => {
    const client = await (await socket()).ready();
    client.send(message);
    expect(await client.closed).toEqual({ code: 4400, reason: 'Invalid message' });
  });

  test('an operation before the acknowledgement closes it with 4401', async () => {
    const client = await socket();
    client.send(subscribe('1'));
    expect((await client.closed).code).toBe(4401);
  });

  test('no subprotocol closes it with 4406', async () => {
    expect((await new RawSocket(shop.world.gateway.socketUrl, { protocol: [] }).closed).code).toBe(4406);
  });

  test('the subprotocol of older clients is not taken', async () => {
    await expect(socket({ protocol: 'graphql-ws' })).rejects.toThrow('Server sent no subprotocol');
    const both = await socket({ protocol: ['graphql-ws', 'graphql-transport-ws'] });
    expect(both.ws.protocol).toBe('graphql-transport-ws');
    both.close();
  });

  test('text that is no UTF-8 closes it with 1007', async () => {
    const client = await (await socket()).ready();
    client.ws.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    expect((await client.closed).code).toBe(1007);
  });

  test('a message in fragments is one message, and is as long as all of them', async () => {
    const client = await (await socket()).ready();
    const text = JSON.stringify(subscribe('1', '{ sold }'));
    client.ws.send(text.slice(0, 10), { fin: false });
    client.ws.send(text.slice(10), { fin: true });
    await until(() => client.received.some(({ type }) => type === 'complete'));
    for (let sent = 0; sent < 8; sent++) client.ws.send('x'.repeat(10_000), { fin: false });
    expect((await client.closed).code).toBe(1009);
  });

  test('silence instead of an init closes it with 4408', async () => {
    expect((await (await socket()).closed).code).toBe(4408);
  });

  test('an id in use closes it with 4409', async () => {
    const client = await (await socket()).ready();
    client.send(subscribe('1'));
    client.send(subscribe('1'));
    expect((await client.closed).code).toBe(4409);
  });

  test('a second init closes it with 4429', async () => {
    const client = await (await socket()).ready();
    client.send({ type: 'connection_init' });
    expect((await client.closed).code).toBe(4429);
  });

  test('a second init closes it with 4429 also while the first is looked at', async () => {
    const client = await socket();
    client.send({ type: 'connection_init' });
    client.send({ type: 'connection_init' });
    expect((await client.closed).code).toBe(4429);
  });

  test('a ping is answered before the acknowledgement, too, and what asks for no answer gets none', async () => {
    const client = await socket();
    client.send({ type: 'ping' });
    await until(() => client.received.length === 1);
    await client.ready();
    client.send({ type: 'pong', payload: { unasked: true } });
    client.send({ type: 'complete', id: 'unknown' });
    client.send(subscribe('1', '{ sold }'));
    await until(() => client.received.some(({ type }) => type === 'complete'));
    expect(client.received.map(({ type }) => type)).toEqual(['pong', 'connection_ack', 'next', 'complete']);
    client.close();
  });

  test('a message that is too long closes it with 1009', async () => {
    const client = await (await socket()).ready();
    client.send(subscribe('1', `{ book(id: "${'x'.repeat(70_000)}") { title } }`));
    expect((await client.closed).code).toBe(1009);
  });

  test('an id is free again when its operation has ended', async () => {
    const client = await (await socket()).ready();
    client.send(subscribe('1'));
    client.send({ id: '1', type: 'complete' });
    client.send(subscribe('1', '{ sold }'));
    await until(() => client.received.some(({ type }) => type === 'complete'));
    expect(client.received.at(-2)).toEqual({ id: '1', type: 'next', payload: { data: { sold: 3 } } });
    client.close();
  });

  test('more operations than allowed are refused, the others go on', async () => {
    const client = await (await socket()).ready();
    for (const id of ['1', '2', '3', '4']) client.send(subscribe(id));
    await until(() => client.received.some(({ type }) => type === 'error'));
    expect(client.received.at(-1)).toMatchObject({ id: '4', type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => client.received.filter(({ type }) => type === 'next').length === 3);
    client.close();
  });

  test('a ping is answered with its payload', async () => {
    const client = await (await socket()).ready();
    client.send({ type: 'ping', payload: { at: 1 } });
    await until(() => client.received.some(({ type }) => type === 'pong'));
    expect(client.received.at(-1)).toEqual({ type: 'pong', payload: { at: 1 } });
    client.close();
  });

  test('a client that no longer answers pings is let go', async () => {
    const client = await (await socket()).ready();
    client.ws.pong = () => {};
    const answers = client.ws as unknown as { _autoPong: boolean };
    answers._autoPong = false;
    expect((await client.closed).code).toBe(1006);
  });
});

test('a slow reader is closed with 1013 and slows nobody', async () => {
  const shop = await aShopWorld({ settings: { sockets: { maxBufferedBytes: 64 * 1024 } } });
  const query = `subscription { ${Array.from({ length: 12 }, (_, index) => `a${index}: bookSold { book { title } }`)[0]} }`;
  const slow = await new RawSocket(shop.world.gateway.socketUrl).ready();
  const quick = aClient(shop.world.gateway.socketUrl);
  slow.send({ id: 'x'.repeat(30_000), type: 'subscribe', payload: { query } });
  const { events } = quick.listen(query);
  await until(() => shop.world.gateway.statistics.listeners === 2);
  slow.ws.pause();
  // Each event repeats the id: enough of them fill the network's buffers, and then ours.
  for (let sent = 0; sent < 500; sent++) shop.sales.publish({ bookId: 'b1', copies: sent });
  await until(() => events.length === 500);
  await until(() => shop.world.gateway.statistics.listeners === 1);
  slow.ws.resume();
  expect([1013, 1006]).toContain((await slow.closed).code);
  await quick.client.dispose();
  await shop.world.stop();
});

test('a gateway that stops sends everybody away with 1012', async () => {
  const shop = await aShopWorld();
  const sockets = await Promise.all([1, 2, 3].map(async () => (await new RawSocket(shop.world.gateway.socketUrl).open()).ready()));
  await shop.world.stop();
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(sockets.map(() => ({ code: 1012, reason: 'Service restart' })));
});
