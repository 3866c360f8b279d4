import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Collector } from '@marquee/platform/testing';
import { aWorld, type World, type WorldOptions } from './kit';
import { library } from './library';
import { aShop } from './shop';
import { aClient, until } from './socket';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const CLIENTS = { traceparent: `00-${TRACE}-${PARENT}-01` };

describe('tracing', () => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await Collector.start();
  });
  afterEach(() => collector.stop());
  const aTracedWorld = (plans = library, options: WorldOptions = {}, share = 1) =>
    aWorld(plans, { ...options, settings: { tracing: { endpoint: collector.url, serviceName: 'front', share }, ...options.settings } });

  test('follows an operation through planning and every fetch, in the trace of the client', async () => {
    const world = await aTracedWorld();
    await world.ask('query Titles { books { title author { name } } }', { headers: CLIENTS });
    // Spans that wait are sent when the gateway stops.
    await world.stop();
    expect([...collector.services]).toEqual(['front']);
    const [whole] = collector.named('query Titles');
    expect(whole).toMatchObject({
      traceId: TRACE,
      parentSpanId: PARENT,
      kind: 2,
      failed: false,
      attributes: { 'graphql.operation.type': 'query', 'graphql.operation.name': 'Titles', 'http.response.status_code': 200 },
    });
    for (const name of ['validate', 'plan', 'fetch catalogue', 'fetch people'])
      expect(collector.named(name)).toMatchObject([{ traceId: TRACE, parentSpanId: whole!.spanId }]);
    expect(collector.named('fetch people')).toMatchObject([{ kind: 3, attributes: { outcome: 'ok' } }]);
  });

  test('sends the subgraphs the span of their fetch', async () => {
    const received: (string | undefined)[] = [];
    const subgraph = createServer((request, response) => {
      received.push(request.headers.traceparent as string);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"books":[]}}');
    });
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    const { port } = subgraph.address() as AddressInfo;
    const world = await aTracedWorld(library, { serviceUrls: { catalogue: `http://127.0.0.1:${port}/graphql` }, over: 'http' });
    await world.ask('{ books { title } }', { headers: CLIENTS });
    await world.stop();
    expect(received).toEqual([`00-${TRACE}-${collector.named('fetch catalogue')[0]!.spanId}-01`]);
    subgraph.closeAllConnections();
    await new Promise((resolve) => subgraph.close(resolve));
  });

  test('marks what failed, and tells nothing that clients sent', async () => {
    const world = await aTracedWorld();
    await world.ask('query One($id: ID!) { book(id: $id) { title } }', { variables: { id: 'private-value' }, token: 'secret-token' });
    await world.ask('query Two($id: ID!) { book(id: $id) { title } }', { variables: { id: 'private-value' } });
    await world.ask('{ nonsense }');
    await world.stop();
    expect(collector.spans.filter(({ kind }) => kind === 2).map(({ name, failed }) => [name, failed])).toEqual([
      ['graphql', true],
      ['query Two', false],
      ['graphql', true],
    ]);
    expect(collector.text).not.toContain('private-value');
    expect(collector.text).not.toContain('secret-token');
  });

  test('follows each event of a subscription', async () => {
    const { plans, sales } = aShop();
    const world = await aTracedWorld(plans);
    const { client, listen } = aClient(world.gateway.socketUrl);
    const { events } = listen('subscription Sold { bookSold { copies book { title } } }');
    await until(() => sales.listenerCount === 1);
    sales.publish({ bookId: 'b1', copies: 1 });
    sales.publish({ bookId: 'b2', copies: 1 });
    await until(() => events.length === 2);
    await client.dispose();
    await world.stop();
    const spans = collector.named('event Sold');
    expect(spans).toHaveLength(2);
    for (const { spanId, traceId } of spans)
      expect(collector.named('fetch catalogue').filter(({ parentSpanId }) => parentSpanId === spanId)).toMatchObject([{ traceId }]);
    expect(collector.named('subscription Sold')).toHaveLength(1);
  });

  test('keeps the share that is wanted, whatever clients want', async () => {
    const world = await aTracedWorld(library, {}, 0);
    await world.ask('{ books { title } }', { headers: CLIENTS });
    await world.ask('{ books { title } }');
    await world.stop();
    expect(collector.spans).toEqual([]);
  });

  test('a collector that is away costs clients nothing', async () => {
    const world = await aTracedWorld();
    await collector.stop();
    expect((await world.ask('{ books { title } }')).errors).toBeUndefined();
    await world.stop();
    collector = await Collector.start();
  });
});

describe('without tracing', () => {
  let world: World;
  const received: (string | undefined)[] = [];
  const subgraph = createServer((request, response) => {
    received.push(request.headers.traceparent as string);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"books":[]}}');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    const { port } = subgraph.address() as AddressInfo;
    world = await aWorld(library, { serviceUrls: { catalogue: `http://127.0.0.1:${port}/graphql` }, over: 'http' });
  });
  afterAll(async () => {
    await world.stop();
    subgraph.closeAllConnections();
    await new Promise((resolve) => subgraph.close(resolve));
  });
  beforeEach(() => void (received.length = 0));

  test('the trace of a client reaches the subgraphs all the same', async () => {
    await world.ask('{ books { title } }', { headers: CLIENTS });
    expect(received).toEqual([CLIENTS.traceparent]);
  });

  test.each(['', 'nonsense', `00-${'0'.repeat(32)}-${PARENT}-01`, `00-${TRACE}-${PARENT}-01\u00e9`, `ff-${TRACE}-${PARENT}-01`])(
    'what is no trace is not passed on: %j',
    async (traceparent) => {
      await world.ask('{ books { title } }', { headers: { traceparent } });
      expect(received).toEqual([undefined]);
    },
  );

  test('no other header of a client is passed on', async () => {
    const headers: string[] = [];
    subgraph.once('request', (request) => headers.push(...Object.keys(request.headers)));
    await world.ask('{ books { title } }', { headers: { 'x-strange': '1', cookie: 'a=b', baggage: 'k=v', tracestate: 'k=v' } });
    expect(headers.filter((name) => ['x-strange', 'cookie', 'baggage', 'tracestate'].includes(name))).toEqual([]);
  });
});
