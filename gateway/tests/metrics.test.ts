import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { MetricsPage } from '@marquee/platform/testing';
import { stopsAfterEach } from './faults/stops';
import { aWorld, type World } from './kit';
import { library } from './library';
import { aShop } from './shop';
import { aClient, RawSocket, until } from './socket';

const opened = stopsAfterEach();
const watched = { settings: { metricsPort: 0 } };

describe('metrics', () => {
  let world: World;
  beforeEach(async () => {
    world = await aWorld(library, watched);
  });
  afterEach(() => world.stop());
  const page = () => MetricsPage.read(world.gateway.metricsUrl);

  test('count operations by name, kind and client, and how long they took', async () => {
    const web = { headers: { 'apollographql-client-name': 'web' } };
    await world.ask('query Titles { books { title } }', web);
    await world.ask('query Titles { books { title } }', web);
    await world.ask('query Titles { books { title } }');
    await world.ask('{ books { id } }', web);
    const metrics = await page();
    expect(metrics.of('gateway_operations_total{operation="Titles",kind="query",client="web",outcome="ok"}')).toBe(2);
    expect(metrics.of('gateway_operations_total{operation="Titles",kind="query",client="unknown",outcome="ok"}')).toBe(1);
    expect(metrics.of('gateway_operations_total{operation="anonymous",kind="query",client="web",outcome="ok"}')).toBe(1);
    expect(metrics.of('gateway_operation_duration_seconds_count{operation="Titles",kind="query"}')).toBe(3);
    expect(metrics.of('gateway_operation_duration_seconds_bucket{operation="Titles",kind="query",le="+Inf"}')).toBe(3);
    expect(metrics.of('gateway_operation_duration_seconds_sum{operation="Titles",kind="query"}')).toBeGreaterThan(0);
  });

  test('count errors by code, also of requests that never became operations', async () => {
    await world.ask('{ nonsense }');
    await world.ask('{ books { title } ', {});
    await world.ask('{ books { title } }', { token: 'wrong' });
    const metrics = await page();
    expect(metrics.of('gateway_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(metrics.of('gateway_errors_total{code="GRAPHQL_PARSE_FAILED"}')).toBe(1);
    expect(metrics.of('gateway_errors_total{code="UNAUTHENTICATED"}')).toBe(1);
    expect(metrics.of('gateway_operations_total{operation="none",kind="none",client="unknown",outcome="errors"}')).toBe(3);
  });

  test('count the calls of each subgraph and the use of the plan cache', async () => {
    for (let time = 0; time < 3; time++) await world.ask('{ books { author { name } } }');
    const metrics = await page();
    expect(metrics.of('gateway_subgraph_fetches_total{subgraph="people",outcome="ok"}')).toBe(3);
    expect(metrics.of('gateway_subgraph_fetch_duration_seconds_count{subgraph="people"}')).toBe(3);
    expect(metrics.of('gateway_plan_cache_lookups_total{outcome="miss"}')).toBe(1);
    expect(metrics.of('gateway_plan_cache_lookups_total{outcome="hit"}')).toBe(2);
    expect(metrics.of('gateway_plan_cache_size')).toBe(1);
  });

  test('stay few when strangers make up names', async () => {
    for (let number = 0; number < 330; number++)
      await world.ask(`query Made${number} { books { id } }`, { headers: { 'apollographql-client-name': `made up ${number}` } });
    const metrics = await page();
    expect(metrics.seriesOf('gateway_operation_duration_seconds_count').length).toBeLessThanOrEqual(302);
    expect(metrics.seriesOf('gateway_operations_total').length).toBeLessThan(1_400);
    expect(metrics.of('gateway_operations_total{operation="other",kind="query",client="other",outcome="ok"}')).toBe(30);
  });

  test('say what clients are called, however they are called', async () => {
    const name = 'a "quoted" \\ name\nwith="lines"';
    const socket = await new RawSocket(world.gateway.socketUrl).ready({ 'apollographql-client-name': name });
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ books { id } }' } });
    await until(() => socket.received.some(({ type }) => type === 'complete'));
    socket.close();
    const { text } = await page();
    expect(text).toContain('client="a \\"quoted\\" \\\\ name\\nwith=\\"lines\\"",outcome="ok"} 1\n');
  });

  test('name everything that is watched from the start', async () => {
    const { text } = await page();
    for (const name of [
      'gateway_operations_total',
      'gateway_operation_duration_seconds',
      'gateway_errors_total',
      'gateway_limited_total',
      'gateway_subgraph_fetches_total',
      'gateway_subgraph_fetch_duration_seconds',
      'gateway_subgraph_circuit',
      'gateway_subgraph_calls',
      'gateway_plan_cache_size',
      'gateway_plan_cache_lookups_total',
      'gateway_planning_duration_seconds',
      'nodejs_eventloop_lag_seconds',
      'gateway_sockets',
      'gateway_socket_closes_total',
      'gateway_http_streams',
      'gateway_subscriptions',
      'gateway_upstreams',
      'gateway_stream_events_total',
      'gateway_stream_deliveries_total',
      'gateway_stream_dropped_total',
      'gateway_slow_readers_total',
    ])
      expect(text).toMatch(new RegExp(`^# HELP ${name} .{10,}\\n# TYPE ${name} (counter|gauge|histogram)$`, 'm'));
  });

  test('tell of the process', async () => {
    const { text } = await page();
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'nodejs_gc_duration_seconds'])
      expect(text).toContain(name);
  });

  test('are on a port of their own, at one path', async () => {
    const { metricsUrl, url } = world.gateway;
    expect(new URL(metricsUrl!).port).not.toBe(new URL(url).port);
    expect(new URL(metricsUrl!).hostname).toBe('127.0.0.1');
    expect((await fetch(new URL('/', metricsUrl!))).status).toBe(404);
    expect((await fetch(metricsUrl!, { method: 'POST' })).status).toBe(404);
    expect((await fetch(new URL('/metrics', url))).status).toBe(404);
  });
});

test('operations and clients that are known have their place, whoever makes up names before them', async () => {
  const trusted = 'query Known { books { title } }';
  const world = opened(
    await aWorld(library, { settings: { metricsPort: 0, trustedDocuments: [trusted, 'no document'], heldToTrusted: ['web'] } }),
  );
  for (let number = 0; number < 310; number++)
    await world.ask(`query Made${number} { __typename }`, { headers: { 'apollographql-client-name': `made up ${number}` } });
  await world.ask(trusted, { headers: { 'apollographql-client-name': 'web' } });
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  expect(metrics.of('gateway_operations_total{operation="Known",kind="query",client="web",outcome="ok"}')).toBe(1);
});

test('documents that are made to fill the memory are answered, and not kept', async () => {
  const world = opened(await aWorld(library, watched));
  const kept = async () => (await MetricsPage.read(world.gateway.metricsUrl)).of('gateway_plan_cache_size');
  expect((await world.ask(`{ __typename } # ${'x'.repeat(65_000)}`)).data).toEqual({ __typename: 'Query' });
  expect(await kept()).toBe(0);
  for (let number = 0; number < 260; number++) await world.ask(`{ __typename } # ${number} ${'x'.repeat(63_000)}`);
  expect(await kept()).toBe(253);
});

test('nothing listens for metrics unless asked to', async () => {
  const world = await aWorld(library);
  expect(world.gateway.metricsUrl).toBeNull();
  await world.stop();
});

test('a port for metrics that is taken is said apart from the own port', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  await expect(aWorld(library, { settings: { metricsPort: port } })).rejects.toThrow(`port ${port} for metrics is taken. Set METRICS_PORT`);
  await new Promise((resolve) => squatter.close(resolve));
});

test('metrics tell of sockets, listeners, streams and what was passed on', async () => {
  const { plans, sales } = aShop();
  const world = await aWorld(plans, watched);
  const page = () => MetricsPage.read(world.gateway.metricsUrl);
  const { client, listen } = aClient(world.gateway.socketUrl);
  const one = listen('subscription Sold { bookSold { copies } }');
  const two = listen('subscription Sold { bookSold { copies } }');
  await until(() => sales.listenerCount > 0);
  await until(() => world.gateway.statistics.listeners === 2);
  sales.publish({ bookId: 'b1', copies: 2 });
  await until(() => one.events.length + two.events.length === 2);
  const during = await page();
  expect(during.of('gateway_sockets')).toBe(1);
  expect(during.of('gateway_subscriptions')).toBe(2);
  expect(during.of('gateway_upstreams')).toBe(sales.listenerCount);
  expect(during.of('gateway_stream_deliveries_total')).toBe(2);
  sales.end();
  await until(() => one.state.ended && two.state.ended);
  await client.dispose();
  await until(() => world.gateway.statistics.sockets === 0);
  const after = await page();
  expect(after.of('gateway_subscriptions')).toBe(0);
  expect(after.of('gateway_upstreams')).toBe(0);
  expect(after.of('gateway_sockets')).toBe(0);
  expect(after.of('gateway_operations_total{operation="Sold",kind="subscription",client="unknown",outcome="ok"}')).toBe(2);
  expect(after.seriesOf('gateway_operation_duration_seconds_count')).toEqual([]);
  await world.stop();
});

test('metrics show a circuit that has opened', async () => {
  const world = await aWorld(library, { over: 'http', settings: { metricsPort: 0, breaker: { failures: 2, openMs: 60_000 } } });
  const circuit = async (state: string) =>
    (await MetricsPage.read(world.gateway.metricsUrl)).of(`gateway_subgraph_circuit{subgraph="people",state="${state}"}`);
  expect([await circuit('closed'), await circuit('open')]).toEqual([1, 0]);
  await world.servers.people!.stop();
  for (let time = 0; time < 2; time++) await world.ask('{ books { author { name } } }');
  expect([await circuit('closed'), await circuit('open')]).toEqual([0, 1]);
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  expect(metrics.of('gateway_subgraph_fetches_total{subgraph="people",outcome="unavailable"}')).toBe(2);
  expect(metrics.of('gateway_errors_total{code="SUBGRAPH_UNAVAILABLE"}')).toBe(2);
  await world.stop();
});

test('metrics count what is used of the deprecated, by client, in fragments and arguments too', async () => {
  const sdl = `type Query {
    old: Thing @deprecated(reason: "Use thing. Until 2027-05-31.")
    thing(at: Int @deprecated(reason: "Until 2027-05-31."), id: Int): Thing
  }
  type Thing { name: String label: String @deprecated(reason: "Use name. Until 2027-05-31.") }`;
  const world = opened(await aWorld([{ name: 'things', sdl, resolvers: { Query: { old: () => ({}), thing: () => ({}) } } }], watched));
  const web = { headers: { 'apollographql-client-name': 'web' } };
  await world.ask('{ old { name } thing(id: 1) { name } }', web);
  await world.ask('{ a: old { ...T } b: old { name } thing(at: 1) { name } } fragment T on Thing { label }', web);
  await world.ask('{ thing(id: 1) { name } }', web);
  await world.ask('{ old { name } }');
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  const used = (field: string, client: string) => metrics.of(`gateway_deprecated_total{field="${field}",client="${client}"}`);
  expect([used('Query.old', 'web'), used('Query.old', 'unknown')]).toEqual([2, 1]);
  expect([used('Thing.label', 'web'), used('Query.thing(at:)', 'web')]).toEqual([1, 1]);
});
