import { createHash } from 'node:crypto';
import { createMemoryBus, silentLogger } from '@marquee/platform';
import type { FormattedExecutionResult } from 'graphql';
import { createClient, type Client } from 'graphql-sse';
import { RawStream, type StreamOptions } from './multipart-client';
import { aShopWorld, aTextWorld, MY_SALES, SOLD } from './shop-world';
import { until } from './socket';

const EVENTS = 'text/event-stream';
/** What urql's fetchExchange accepts: for subscriptions, and for everything else. */
const OF_URQL = 'text/event-stream, multipart/mixed';
const OF_URQL_OTHERWISE =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';
const EVENT = { data: { bookSold: { copies: 2, book: { title: 'The Dispossessed', author: { name: 'Ursula' }, soldTotal: 7 } } } };
const DONE = 'event: complete\ndata:\n\n';

const messages = ({ text }: RawStream) =>
  [...text.matchAll(/^event: next\ndata: (.*)$/gm)].map(([, json]) => JSON.parse(json!) as FormattedExecutionResult);

describe('GraphQL over server-sent events (X47)', () => {
  let shop: Awaited<ReturnType<typeof aShopWorld>>;
  let streams: RawStream[];
  const bus = createMemoryBus({ logger: silentLogger });
  const stream = (query = SOLD, options: StreamOptions = {}) => {
    const one = new RawStream(shop.world.gateway.url, query, { accept: EVENTS, ...options });
    streams.push(one);
    return one;
  };
  const open = async (query?: string, options?: StreamOptions) => {
    const one = stream(query, options);
    await until(() => one.text.includes(':\n\n'));
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

  test('each event is a message, byte for byte as graphql-sse has it; a quiet stream shows that it lives', async () => {
    const one = await open();
    const { headers, statusCode } = await one.response;
    expect([statusCode, headers['content-type'], headers['cache-control'], headers['x-accel-buffering']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store',
      'no',
    ]);
    expect(headers).not.toHaveProperty('content-encoding');
    await until(() => one.text.split(':\n\n').length > 3);
    await until(() => shop.sales.listenerCount === 1);
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => messages(one).length === 1);
    shop.sales.end();
    await until(() => one.ended);
    expect(one.text.replaceAll(/^:\n\n/gm, '')).toBe(`event: next\ndata: ${JSON.stringify(EVENT)}\n\n${DONE}`);
  });

  test('one stream and one execution serve it together with Apollo’s protocol', async () => {
    const one = await open();
    const other = await new RawStream(shop.world.gateway.url, SOLD).open();
    streams.push(other);
    await until(() => shop.world.gateway.statistics.listeners === 2 && shop.sales.listenerCount === 1);
    shop.world.subgraphs.people!.received.length = 0;
    shop.sales.publish({ bookId: 'b1', copies: 2 });
    await until(() => messages(one).length === 1 && other.events.length === 1);
    expect([messages(one), other.events]).toEqual([[EVENT], [EVENT]]);
    expect(shop.world.subgraphs.people!.received).toHaveLength(1);
  });

  test('urql subscribes with events, and is answered in JSON otherwise', async () => {
    const one = await open(SOLD, { accept: OF_URQL });
    expect((await one.response).headers['content-type']).toMatch(/^text\/event-stream/);
    const query = await stream('{ sold }', { accept: OF_URQL_OTHERWISE }).answer();
    expect(query).toMatchObject({ status: 200, body: { data: { sold: 3 } } });
    expect(query.type).toMatch(/json/);
  });

  test('who takes nothing but events has one answer as a stream of one, refusals of the document too', async () => {
    const all = async (query: string, options?: StreamOptions) => {
      const one = stream(query, options);
      await until(() => one.ended);
      expect(one.text.endsWith(DONE)).toBe(true);
      return [(await one.response).statusCode, messages(one)];
    };
    expect(await all('{ sold }')).toEqual([200, [{ data: { sold: 3 } }]]);
    expect(await all('mutation { retitle(id: "b1", title: "New") { title } }')).toEqual([200, [{ data: { retitle: { title: 'New' } } }]]);
    expect(await all('{ nothing }')).toMatchObject([200, [{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]]);
    expect(await all('subscription {')).toMatchObject([200, [{ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }]]);
    const documentId = createHash('sha256').update('{ unheard }').digest('hex');
    expect(await all('', { body: { documentId } })).toMatchObject([
      200,
      [{ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] }],
    ]);
  });

  test('what is no operation yet is refused with a status', async () => {
    expect(await stream(SOLD, { token: 'nonsense' }).answer()).toMatchObject({ status: 401 });
    expect(await stream(SOLD, { body: ['batch'] }).answer()).toMatchObject({ status: 400 });
    const url = `${shop.world.gateway.url}?query=${encodeURIComponent(SOLD)}`;
    expect((await fetch(url, { headers: { accept: EVENTS } })).status).toBe(400);
    const leave = new AbortController();
    const asked = await fetch(url, { headers: { accept: EVENTS, 'apollo-require-preflight': '1' }, signal: leave.signal });
    expect(asked.headers.get('content-type')).toMatch(/^text\/event-stream/);
    leave.abort();
  });

  test('a stream that the owner refuses, or whose token or session ends, says why and completes', async () => {
    const refused = stream(MY_SALES);
    await until(() => refused.ended);
    expect(messages(refused)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    const short = await open(MY_SALES, { token: await shop.issuer.token({ sessionId: 'short' }, { expiresIn: 2 }) });
    const evening = await open(MY_SALES, { token: await shop.issuer.token({ sub: 'eve', sessionId: 'evening' }) });
    await bus.push('sessions.revoked', { sessionId: 'evening' });
    for (const one of [evening, short]) {
      await until(() => one.ended);
      expect(messages(one)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
      expect(one.text.endsWith(DONE)).toBe(true);
    }
  });

  describe('with the client of graphql-sse', () => {
    let client: Client;
    beforeEach(() => {
      client = createClient({ url: shop.world.gateway.url, retryAttempts: 0 });
    });
    afterEach(() => client.dispose());

    test('events arrive one by one, until the app leaves', async () => {
      const events = client.iterate({ query: SOLD });
      const first = events.next();
      await until(() => shop.sales.listenerCount === 1);
      shop.sales.publish({ bookId: 'b1', copies: 2 });
      expect((await first).value).toEqual(EVENT);
      const second = events.next();
      shop.sales.publish({ bookId: 'b1', copies: 3 });
      expect((await second).value).toMatchObject({ data: { bookSold: { copies: 3 } } });
      await events.return!();
      await until(() => shop.sales.listenerCount === 0);
    });

    test('queries, and errors, arrive as answers', async () => {
      const answers = async (query: string) => {
        const all: unknown[] = [];
        for await (const answer of client.iterate({ query })) all.push(answer);
        return all;
      };
      expect(await answers('{ sold }')).toEqual([{ data: { sold: 3 } }]);
      expect(await answers('{ nothing }')).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
      expect(await answers(MY_SALES)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    });
  });
});

describe('streams of events', () => {
  test('count as sockets do', async () => {
    const shop = await aShopWorld({ settings: { connections: { perIp: 1 } } });
    const one = new RawStream(shop.world.gateway.url, SOLD, { accept: EVENTS });
    await until(() => one.text.includes(':\n\n'));
    const beyond = await new RawStream(shop.world.gateway.url, SOLD, { accept: EVENTS }).answer();
    expect([beyond.status, beyond.body.errors![0]!.extensions!.code]).toEqual([429, 'RATE_LIMITED']);
    one.leave();
    await shop.world.stop();
  });

  test('end with RESYNC_REQUIRED when the gateway stops, and when they are read too slowly', async () => {
    const shop = await aShopWorld();
    const stopped = new RawStream(shop.world.gateway.url, SOLD, { accept: EVENTS });
    await until(() => shop.sales.listenerCount === 1);
    await shop.world.stop();
    await until(() => stopped.closed);
    expect(messages(stopped)).toMatchObject([{ errors: [{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }] }]);
    expect(stopped.text.endsWith(DONE)).toBe(true);

    const { texts, world } = await aTextWorld({ settings: { sockets: { maxBufferedBytes: 10_000 } } });
    const slow = new RawStream(world.gateway.url, 'subscription { text }', { accept: EVENTS });
    (await slow.response).pause();
    await until(() => texts.listenerCount === 1);
    const long = 'x'.repeat(200_000);
    const sending = setInterval(() => texts.publish(long), 5);
    await until(() => world.gateway.statistics.streams === 0);
    clearInterval(sending);
    slow.leave();
    await world.stop();
  });
});
