import { createHash } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedProtocolErrors } from '@apollo/client/errors';
import { createMemoryBus, silentLogger } from '@marquee/platform';
import { MULTIPART, RawStream, type StreamOptions } from './multipart-client';
import { aShopWorld, aTextWorld, MY_SALES, SOLD } from './shop-world';
import { aClient, until } from './socket';

const EVENT = { data: { bookSold: { copies: 2, book: { title: 'The Dispossessed', author: { name: 'Ursula' }, soldTotal: 7 } } } };

describe('subscriptions over plain HTTP (X47)', () => {
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  let streams: RawStream[];
  const bus = createMemoryBus({ logger: silentLogger });
  const stream = (query = SOLD, options: StreamOptions = {}) => {
    const one = new RawStream(shop.world.gateway.url, query, options);
    streams.push(one);
    return one;
  };

  beforeAll(async () => {
    shop = await aShopWorld({ bus, settings: { httpStreams: { heartbeatMs: 50 } } });
  });
  beforeEach(() => {
    streams = [];
  });
  afterEach(async () => {
    for (const one of streams) one.leave();
    await until(() => shop.world.gateway.statistics.streams === 0);
    await until(() => shop.sales.listenerCount === 0);
  });
  afterAll(async () => {
    await shop.world.stop();
    await bus.close();
  });

  test('each event is a part, byte for byte as Apollo’s protocol has it', async () => {
    const one = await stream(SOLD).open();
    const { headers, statusCode } = await one.response;
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers).not.toHaveProperty('content-length');
    await until(() => shop.sales.listenerCount === 1);
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => one.parts.length === 1);
    shop.sales.end();
    await until(() => one.ended);
    const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;
    expect(one.text.replaceAll(part('{}'), '')).toBe(`\r\n--graphql${part(JSON.stringify({ payload: EVENT }))}--\r\n`);
  });

  test('a quiet stream shows that it lives', async () => {
    const one = await stream().open();
    await until(() => one.heartbeats > 3);
    expect(one.parts).toEqual([]);
  });

  test('it shares one stream and one execution with sockets', async () => {
    const socket = aClient(shop.world.gateway.socketUrl);
    const { events } = socket.listen(SOLD);
    const two = [await stream().open(), await stream().open()];
    await until(() => shop.world.gateway.statistics.listeners === 3);
    await until(() => shop.sales.listenerCount === 1);
    shop.world.subgraphs.people!.received.length = 0;
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => events.length === 1 && two.every((one) => one.events.length === 1));
    expect([events, two[0]!.events, two[1]!.events]).toEqual([[EVENT], [EVENT], [EVENT]]);
    expect(shop.world.subgraphs.people!.received).toHaveLength(1);
    await socket.client.dispose();
  });

  test('a client that leaves ends the stream at the owner', async () => {
    const one = await stream().open();
    await until(() => shop.sales.listenerCount === 1);
    one.leave();
    await until(() => shop.sales.listenerCount === 0);
  });

  test('variables, and an error in one event', async () => {
    const one = await stream('subscription ($id: ID) { bookSold(id: $id) { copies } }', { variables: { id: 'b1' } }).open();
    const mine = await stream(MY_SALES, { token: await shop.issuer.token() }).open();
    await until(() => shop.sales.listenerCount === 2);
    expect(shop.world.subgraphs.shop!.received.map(({ variables }) => variables)).toContainEqual({ id: 'b1' });
    shop.sales.publish({ bookId: 'b1', copies: -1 });
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => one.events.length === 2 && mine.events.length === 2);
    expect(mine.events).toMatchObject([{ data: null, errors: [{ path: ['sellerSales'] }] }, { data: { sellerSales: { copies: 1 } } }]);
  });

  test('a refusal of the owner ends it, with the code', async () => {
    const one = await stream(MY_SALES).open();
    await until(() => one.ended);
    expect(one.parts).toEqual([
      {
        payload: null,
        errors: [{ message: 'Sign in to see your sales.', path: ['sellerSales'], extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
    expect(one.text).toMatch(/\r\n--graphql--\r\n$/);
  });

  test('a stream that fails at the owner ends with an error that says nothing of the inside', async () => {
    const one = await stream().open();
    await until(() => shop.sales.listenerCount === 1);
    shop.sales.end(new Error('relation "sales" does not exist at 10.0.0.7:5432'));
    await until(() => one.ended);
    expect(one.parts).toMatchObject([{ payload: null, errors: [{ message: expect.any(String) as string }] }]);
    expect(one.text).not.toMatch(/sales|10\.0/);
  });

  test('what can be refused before it begins is an ordinary answer', async () => {
    const refusals = await Promise.all([
      stream('subscription { nothing }').answer(),
      stream('subscription {').answer(),
      stream(SOLD, { token: 'nonsense' }).answer(),
      stream('{ nothing }', { accept: 'multipart/mixed;subscriptionSpec=1.0' }).answer(),
    ]);
    expect(refusals.map(({ status, type, body }) => [status, type, body.errors![0]!.extensions!.code])).toEqual([
      [400, 'application/graphql-response+json; charset=utf-8', 'GRAPHQL_VALIDATION_FAILED'],
      [400, 'application/graphql-response+json; charset=utf-8', 'GRAPHQL_PARSE_FAILED'],
      [401, 'application/graphql-response+json; charset=utf-8', 'UNAUTHENTICATED'],
      [200, 'application/json; charset=utf-8', 'GRAPHQL_VALIDATION_FAILED'],
    ]);
  });

  test.each([
    ['as Apollo Client 4 writes it', 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json;q=0.9'],
    ['as Apollo Client 3 writes it', 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json'],
    ['alone', 'multipart/mixed; subscriptionSpec="1.0"'],
  ])('a client that takes the protocol %s gets it', async (_title, accept) => {
    const { headers } = await stream(SOLD, { accept }).response;
    expect(headers['content-type']).toMatch(/^multipart\/mixed/);
  });

  test.each([
    ['the protocol in a version that nobody knows', 'multipart/mixed;subscriptionSpec=2.0,application/graphql-response+json'],
    ['parts of something else', 'multipart/mixed;deferSpec=20220824,application/graphql-response+json'],
    ['anything but the protocol', 'multipart/mixed;subscriptionSpec=1.0;q=0,application/graphql-response+json'],
    ['one answer', 'application/graphql-response+json'],
  ])('a client that takes %s is told how to subscribe', async (_title, accept) => {
    const { status, body } = await stream(SOLD, { accept }).answer();
    expect([status, body.errors![0]!.extensions!.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.errors![0]!.message).toMatch(/subscriptionSpec=1\.0/);
  });

  test('queries and mutations whose client takes parts get a plain answer', async () => {
    expect(await stream('{ sold }').answer()).toEqual({
      status: 200,
      type: 'application/graphql-response+json; charset=utf-8',
      body: { data: { sold: 3 } },
    });
    expect(
      (await stream('mutation { retitle(id: "b1", title: "New") { title } }', { accept: 'multipart/mixed;subscriptionSpec=1.0' }).answer())
        .body,
    ).toEqual({
      data: { retitle: { title: 'New' } },
    });
  });

  test('a GET can subscribe, if no page of another site can have sent it', async () => {
    const url = `${shop.world.gateway.url}?query=${encodeURIComponent(SOLD)}`;
    const forged = await fetch(url, { headers: { accept: MULTIPART } });
    expect(forged.status).toBe(400);
    const leave = new AbortController();
    const asked = await fetch(url, { headers: { accept: MULTIPART, 'apollo-require-preflight': '1' }, signal: leave.signal });
    expect(asked.headers.get('content-type')).toMatch(/^multipart\/mixed/);
    leave.abort();
  });

  test('documents are called by their hash in every spelling', async () => {
    const hash = createHash('sha256').update(SOLD).digest('hex');
    const unknown = await stream('', { body: { documentId: hash } }).answer();
    expect(unknown.body.errors![0]!.extensions!.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const all = [
      await stream('', { body: { query: SOLD, extensions } }).open(),
      await stream('', { body: { extensions } }).open(),
      await stream('', { body: { documentId: hash } }).open(),
      await stream('', { body: { documentId: `sha256:${hash}` } }).open(),
    ];
    await until(() => shop.world.gateway.statistics.listeners === all.length);
    await until(() => shop.sales.listenerCount === 1);
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => all.every((one) => one.events.length === 1));
  });

  test('it ends when the token expires', async () => {
    const one = await stream(MY_SALES, { token: await shop.issuer.token({}, { expiresIn: 2 }) }).open();
    const other = await stream(MY_SALES, { token: await shop.issuer.token({ sub: 'person-2', sessionId: 'session-2' }) }).open();
    await until(() => one.ended);
    expect(one.parts).toEqual([
      {
        payload: null,
        errors: [{ message: 'The access token has expired. Refresh it and subscribe again.', extensions: { code: 'UNAUTHENTICATED' } }],
      },
    ]);
    expect(other.closed).toBe(false);
  });

  test.each([
    ['the session ends', { sessionId: 'evening' }, { sub: 'anna', sessionId: 'evening' }],
    ['the person is signed out everywhere', { viewerId: 'bert' }, { sub: 'bert', sessionId: 'morning' }],
  ])('it ends within a second when %s, for nobody else', async (_title, notice, claims) => {
    const one = await stream(MY_SALES, { token: await shop.issuer.token(claims) }).open();
    const others = [
      await stream().open(),
      await stream(MY_SALES, { token: await shop.issuer.token({ sub: 'you', sessionId: 'yours' }) }).open(),
    ];
    const at = Date.now();
    await bus.push('sessions.revoked', notice);
    await until(() => one.ended);
    expect(Date.now() - at).toBeLessThan(1_000);
    expect(one.parts).toMatchObject([{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    await until(() => shop.sales.listenerCount === 2);
    shop.sales.publish({ bookId: 'b1', copies: 1 });
    await until(() => others.every((other) => other.events.length === 1));
  });

  test('a session that ends while its request is read gets no stream', async () => {
    const token = await shop.issuer.token({ sessionId: 'hasty' });
    const asked = request(shop.world.gateway.url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', accept: MULTIPART, authorization: `Bearer ${token}` },
    });
    const answered = new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
    const body = JSON.stringify({ query: MY_SALES });
    // By the time this is answered the token was found good, and the gateway waits for the rest of the body.
    asked.write(body.slice(0, 5));
    expect((await shop.world.ask('{ viewerId }', { token })).status).toBe(200);
    await bus.push('sessions.revoked', { sessionId: 'hasty' });
    asked.end(body.slice(5));
    const { statusCode } = await answered;
    expect(statusCode).toBe(401);
    asked.destroy();
  });

  describe('with the real Apollo Client over HttpLink', () => {
    const app = (headers?: Record<string, string>) =>
      new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: shop.world.gateway.url, headers }) });

    test('events arrive one by one, until the app leaves', async () => {
      const client = app();
      const received: unknown[] = [];
      const subscription = client.subscribe({ query: gql(SOLD), fetchPolicy: 'no-cache' }).subscribe(({ data }) => received.push(data));
      await until(() => shop.sales.listenerCount === 1);
      for (const copies of [1, 2, 3]) {
        shop.sales.publish({ bookId: 'b1', copies });
        await until(() => received.length === copies);
      }
      expect(received).toMatchObject([1, 2, 3].map((copies) => ({ bookSold: { copies, book: { author: { name: 'Ursula' } } } })));
      subscription.unsubscribe();
      await until(() => shop.sales.listenerCount === 0);
      client.stop();
    });

    test('a stream that the owner completes is complete', async () => {
      const client = app();
      const state = { complete: false, error: undefined as unknown };
      client.subscribe({ query: gql(SOLD), fetchPolicy: 'no-cache' }).subscribe({
        next: ({ error }) => (state.error = error),
        complete: () => (state.complete = true),
      });
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.end();
      await until(() => state.complete);
      expect(state.error).toBeUndefined();
      client.stop();
    });

    test('the app reads why its stream ended', async () => {
      const client = app({ authorization: `Bearer ${await shop.issuer.token({ sessionId: 'app' })}` });
      const state = { error: undefined as unknown };
      client.subscribe({ query: gql(MY_SALES), fetchPolicy: 'no-cache' }).subscribe({ next: ({ error }) => (state.error = error) });
      await until(() => shop.sales.listenerCount === 1);
      await bus.push('sessions.revoked', { sessionId: 'app' });
      await until(() => state.error !== undefined);
      expect(CombinedProtocolErrors.is(state.error)).toBe(true);
      expect((state.error as CombinedProtocolErrors).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      client.stop();
    });
  });
});

test('a reader over HTTP that is too slow is cut off and slows nobody', async () => {
  const { texts, world } = await aTextWorld({ settings: { sockets: { maxBufferedBytes: 64 * 1024 } } });
  const query = 'subscription { text }';
  const slow = await new RawStream(world.gateway.url, query).open();
  (await slow.response).pause();
  const quick = aClient(world.gateway.socketUrl);
  const { events } = quick.listen(query);
  await until(() => world.gateway.statistics.listeners === 2);
  const text = 'x'.repeat(100_000);
  // Enough of them fill the network's buffers, and then ours.
  for (let sent = 1; sent <= 200; sent++) {
    texts.publish(text);
    await until(() => events.length === sent);
  }
  await until(() => world.gateway.statistics.listeners === 1 && world.gateway.statistics.streams === 0);
  (await slow.response).resume();
  await until(() => slow.closed);
  expect(slow.events.length).toBeLessThan(200);
  // What it still gets, if it reads on in time, is why.
  if (slow.ended) expect(slow.parts.at(-1)).toMatchObject({ payload: null, errors: [{ extensions: { code: 'RESYNC_REQUIRED' } }] });
  await quick.client.dispose();
  await world.stop();
});
