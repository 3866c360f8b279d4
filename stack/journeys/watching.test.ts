import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { Collector, eventually, MetricsPage } from '@marquee/platform/testing';
import { modules } from '../src/modules';
import type { Stack } from '../src/one-process';
import { readExpression } from './promql';
import { runningStack } from './running-stack';
import { Story } from './story';

const WATCHING = join(__dirname, '../../deploy/watching');
const PARTS = ['_bucket', '_sum', '_count'];
const BY_PROMETHEUS = ['job', 'instance', 'le'];
/** Nothing of the kind has happened on the page of this test. */
const OF_GATEWAY = ['code', 'limit', 'where', 'outcome', 'subgraph', 'state', 'client', 'operation', 'kind'];

interface Asked {
  where: string;
  text: string;
}

function alertRules(): Asked[] {
  const { groups } = parseYaml(readFileSync(join(WATCHING, 'alerts.yml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  };
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ where: alert, text: expr })));
}

function dashboards(): [file: string, panels: { title: string; targets?: { expr: string }[] }[]][] {
  const folder = join(WATCHING, 'grafana/dashboards');
  return readdirSync(folder)
    .sort()
    .map((file) => [file, (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { panels: [] }).panels]);
}

const dashboardPanels = (): Asked[] =>
  dashboards().flatMap(([file, panels]) =>
    panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: `${file}, ${title}`, text: expr }))),
  );

/** Mutations and topics have names that others give them; the rest are words of the metric itself. */
function meansSomething([name, operator, value]: readonly [string, string, string]): boolean {
  if (operator !== '=') return true;
  if (name === 'mutation') return readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8').includes(`type ${value}Success `);
  return name !== 'topic' || readFileSync(join(__dirname, '../../schema/topics.ts'), 'utf8').includes(`'${value}':`);
}

let collector: Collector;
let story: Story;
let gateway: Stack['gateway'];
let subgraphs: Stack['subgraphs'];

beforeAll(async () => {
  collector = await Collector.start();
  const { stack, world } = await runningStack({
    // A replica that is away is told of, too.
    DATABASE_REPLICA_URL_PAYMENTS: 'postgres://nobody@127.0.0.1:1/nothing',
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  [gateway, subgraphs, story] = [stack.gateway, stack.subgraphs, new Story(world)];
  const { app } = await story.person('Wanda', 0);
  const event = await story.draft(app);
  await story.publish(app, await story.curator(0), event.id);
  // How the business stands is read once a minute: not before it is so.
  await eventually(async () => expect(await story.page(app, event.id)).toMatchObject({ status: 'PUBLISHED' }));
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
  expect(metrics.of('marquee_job_runs_total{subgraph="events",job_name="complete-past-events",outcome="ok"}')).toBeGreaterThan(0);
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
  expect(metrics.of('gateway_operations_total{operation="EventPage",kind="query",client="unknown",outcome="ok"}')).toBeGreaterThan(0);
});

test('one trace goes from the gateway through the subgraph to its statements, and a fact points back at it (X130)', async () => {
  const spansOf = (service: string, traceId: string) =>
    collector.spans.filter((span) => span.service === service && span.traceId === traceId);
  // Each service sends its spans when it comes to it.
  const [submitted, operation, took] = await eventually(() => {
    const whole = collector.named('mutation SubmitEvent').find(({ service }) => service === 'gateway')!;
    const taken = collector.named('take in event.submitted').find(({ service }) => service === 'curation')!;
    expect(taken.links).toEqual([whole.traceId]);
    const operations = spansOf('events', whole.traceId).filter(({ kind }) => kind === 2);
    expect(operations).toHaveLength(1);
    return [whole, operations[0]!, taken] as const;
  });
  const fetch = collector.named('fetch events').find(({ traceId }) => traceId === submitted.traceId)!;
  expect(fetch.parentSpanId).toBe(submitted.spanId);
  expect(operation).toMatchObject({ parentSpanId: fetch.spanId, attributes: { 'graphql.operation.type': 'mutation' } });
  expect(operation.attributes['correlation.id']).toBe(submitted.attributes['correlation.id']);
  const statements = spansOf('events', submitted.traceId).filter(({ kind }) => kind === 3);
  expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['UPDATE events', 'INSERT outbox']));
  expect(statements.filter(({ parentSpanId }) => parentSpanId !== operation.spanId)).toEqual([]);
  // What the fact caused, in its own trace, which has the correlation id of the first request.
  expect(took.attributes['correlation.id']).toBe(submitted.attributes['correlation.id']);
  expect(spansOf('curation', took.traceId).map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT inbox', 'INSERT workflows']));
  // No values of statements, no variables.
  expect(collector.text).not.toContain(`wanda_${story.tag}`);
  expect(collector.text).not.toContain('Lantern evening');
});

test('what nobody asked for from outside is followed, too: a job with its statements', async () => {
  const job = await eventually(() => {
    const ran = collector.named('job complete-past-events')[0]!;
    expect(ran).toMatchObject({ service: 'events', kind: 1, parentSpanId: undefined });
    return ran;
  });
  const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === job.spanId);
  expect(statements.map(({ name }) => name)).toContain('SELECT events');
});

describe('what is drawn and what somebody is told of', () => {
  const expressions = [...alertRules(), ...dashboardPanels()];

  test('is there: dashboards of the gateway, the subgraphs and the business, and alerts', () => {
    expect(dashboards().map(([file]) => file)).toEqual(['business.json', 'gateway.json', 'subgraphs.json']);
    expect(alertRules().length).toBeGreaterThan(10);
    expect(expressions.filter(({ text }) => text === '')).toEqual([]);
  });

  test('asks for metrics and labels that exist', async () => {
    const { text } = await MetricsPage.read(gateway.metricsUrl);
    const labels = labelsByMetric(text);
    const unknown = expressions.flatMap(({ where, text }) => {
      const { selectors, groupings } = readExpression(text.replaceAll('$subgraph', 'users'));
      const known = new Set([
        ...BY_PROMETHEUS,
        ...(selectors.some(({ metric }) => metric.startsWith('gateway_')) ? OF_GATEWAY : []),
        ...selectors.flatMap(({ metric }) => [...(labels.get(metric) ?? [])]),
      ]);
      return [
        ...selectors.filter(({ metric }) => metric !== 'up' && !labels.has(metric)).map(({ metric }) => `${where}: ${metric}`),
        ...[...groupings, ...selectors.flatMap((selector) => selector.labels.map(([name]) => name))]
          .filter((label) => !known.has(label))
          .map((label) => `${where}: label ${label}`),
        ...selectors.flatMap((selector) =>
          selector.labels.filter((label) => !meansSomething(label)).map((label) => `${where}: ${label.join('')}`),
        ),
      ];
    });
    expect(unknown).toEqual([]);
  });

  test('says of every alert what to do', () => {
    const page = readFileSync(join(WATCHING, '../../docs/decisions/watching.md'), 'utf8');
    expect(alertRules().filter(({ where }) => !page.includes(`| \`${where}\` `))).toEqual([]);
  });

  test('draws every alert, so that who is called sees what it is about', () => {
    const drawn = new Set(dashboardPanels().flatMap(({ text }) => readExpression(text).selectors.map(({ metric }) => metric)));
    const dark = alertRules().flatMap(({ where, text }) =>
      readExpression(text)
        .selectors.filter(({ metric }) => metric !== 'up' && !drawn.has(metric))
        .map(({ metric }) => `${where}: ${metric}`),
    );
    expect(dark).toEqual([]);
  });

  /** Labels of each metric: of its series on the page, and of those that nothing has been counted for, of their meter. */
  function labelsByMetric(page: string): Map<string, Set<string>> {
    const types = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!] as const);
    const labels = new Map(
      types.flatMap(([name, type]) =>
        (type === 'histogram' ? PARTS.map((part) => name + part) : [name]).map((one) => [one, new Set<string>()]),
      ),
    );
    for (const [, name, inner] of page.matchAll(/^(\w+)\{(.*)\} \S+$/gm))
      for (const [, label] of inner!.matchAll(/(?:^|,)(\w+)="/g)) labels.get(name!)?.add(label!);
    for (const { meter } of subgraphs)
      for (const family of [...meter.counters, ...meter.durations, ...meter.readings])
        for (const one of [family.name, ...PARTS.map((part) => family.name + part)])
          for (const label of ['subgraph', ...family.labels]) labels.get(one)?.add(label);
    return labels;
  }
});
