import { Collector, eventually, MetricsPage } from '@marquee/platform/testing';
import { modules } from '../src/modules';
import type { Stack } from '../src/one-process';
import { runningStack } from './running-stack';
import { Story } from './story';

let collector: Collector;
let story: Story;
let gateway: Stack['gateway'];

beforeAll(async () => {
  collector = await Collector.start();
  const { stack, world } = await runningStack({ METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  [gateway, story] = [stack.gateway, new Story(world)];
  const { app } = await story.person('Wanda', 0);
  const event = await story.draft(app);
  await story.publish(app, await story.curator(0), event.id);
  await app.do('EventPage', { id: event.id });
  await stack.subgraphs.find(({ name }) => name === 'events')!.runJob('complete-past-events');
}, 90_000);

afterAll(async () => {
  await story.end();
  await collector.stop();
});

test('one page tells of the gateway and of every subgraph (X110, X127, X128)', async () => {
  const taken = 'marquee_facts_taken_total{subgraph="curation",topic="event.submitted",outcome="taken"}';
  const metrics = await eventually(async () => {
    const read = await MetricsPage.read(gateway.metricsUrl);
    expect(read.of(taken)).toBe(1);
    return read;
  });
  expect(metrics.of('marquee_facts_told_total{subgraph="events",topic="event.submitted"}')).toBe(1);
  expect(metrics.of('marquee_mutations_total{subgraph="users",mutation="Register",outcome="success"}')).toBe(1);
  expect(metrics.of('marquee_mutations_total{subgraph="curation",mutation="DecideReview",outcome="success"}')).toBe(1);
  expect(metrics.of('marquee_job_runs_total{subgraph="events",job="complete-past-events",outcome="ok"}')).toBeGreaterThan(0);
  expect(metrics.of('active_users_total{subgraph="users"}')).toBeGreaterThan(1);
  expect(metrics.of('marquee_events{subgraph="events",status="PUBLISHED"}')).toBe(1);
  expect(metrics.of('marquee_holds{subgraph="payments",status="PENDING"}')).toBe(0);
  for (const { name } of modules) {
    const own = (metric: string, labels = '') => metrics.of(`${metric}{subgraph="${name}"${labels}}`);
    expect(own('marquee_operations_total', ',kind="query",outcome="ok"'), name).toBeGreaterThan(0);
    expect(own('marquee_sql_duration_seconds_count'), name).toBeGreaterThan(0);
    expect(own('marquee_sql_duration_seconds_count'), name).toBeLessThanOrEqual(own('marquee_sql_statements_total')!);
    expect(own('marquee_pool_size'), name).toBe(10);
    expect(own('marquee_facts_oldest_seconds'), name).toBeDefined();
    expect(own('marquee_dead_letters'), name).toBe(0);
  }
  expect(metrics.of('gateway_operations_total{operation="EventPage",kind="query",client="unknown",outcome="ok"}')).toBe(1);
});

test('one trace goes from the gateway through the subgraph to its statements, and a fact points back at it (X130)', async () => {
  const [submitted, took] = await eventually(() => {
    const whole = collector.named('mutation SubmitEvent').find(({ service }) => service === 'gateway')!;
    const taken = collector.named('take in event.submitted').find(({ service }) => service === 'curation')!;
    expect(taken.links).toEqual([whole.traceId]);
    return [whole, taken] as const;
  }, 15_000);
  const spansOf = (service: string, traceId: string) =>
    collector.spans.filter((span) => span.service === service && span.traceId === traceId);
  const fetch = collector.named('fetch events').find(({ traceId }) => traceId === submitted.traceId)!;
  expect(fetch.parentSpanId).toBe(submitted.spanId);
  const [operation, ...others] = spansOf('events', submitted.traceId).filter(({ kind }) => kind === 2);
  expect(others).toEqual([]);
  expect(operation).toMatchObject({ parentSpanId: fetch.spanId, attributes: { 'graphql.operation.type': 'mutation' } });
  expect(operation!.attributes['correlation.id']).toBe(submitted.attributes['correlation.id']);
  const statements = spansOf('events', submitted.traceId).filter(({ kind }) => kind === 3);
  expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['UPDATE events', 'INSERT outbox']));
  expect(statements.filter(({ parentSpanId }) => parentSpanId !== operation!.spanId)).toEqual([]);
  // What the fact caused, in its own trace, which has the correlation id of the first request.
  expect(took.attributes['correlation.id']).toBe(submitted.attributes['correlation.id']);
  expect(spansOf('curation', took.traceId).map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT inbox', 'INSERT workflows']));
  // No values of statements, no variables.
  expect(collector.text).not.toContain(`wanda_${story.tag}`);
  expect(collector.text).not.toContain('Lantern evening');
}, 30_000);
