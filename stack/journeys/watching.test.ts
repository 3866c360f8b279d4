import { eventually, MetricsPage } from '@marquee/platform/testing';
import { modules } from '../src/modules';
import { runningStack } from './running-stack';
import { Story } from './story';

test('one page tells of the gateway and of every subgraph (X110, X127, X128)', async () => {
  const { stack, world } = await runningStack({ METRICS_PORT: '0' });
  const story = new Story(world);
  const page = () => MetricsPage.read(stack.gateway.metricsUrl);
  const { app } = await story.person('Wanda', 0);
  const event = await story.draft(app);
  await story.publish(app, await story.curator(0), event.id);
  await app.do('EventPage', { id: event.id });
  await stack.subgraphs[1]!.runJob('complete-past-events');

  const taken = 'marquee_facts_taken_total{subgraph="curation",topic="event.submitted",outcome="taken"}';
  const metrics = await eventually(async () => {
    const read = await page();
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
  await story.end();
}, 90_000);
