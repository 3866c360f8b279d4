import { MetricsPage } from '@marquee/platform/testing';
import { stopsAfterEach } from './faults/stops';
import { aWorld } from './kit';
import { library } from './library';

const opened = stopsAfterEach();
const healthAt = async (url: string) => {
  const response = await fetch(new URL('/health', url));
  return { status: response.status, body: (await response.json()) as { status: string; subgraphs: Record<string, { status: string }> } };
};

test.each(['process', 'http'] as const)('the health of all is one answer, and one lost subgraph is named in it (X8): %s', async (over) => {
  const world = opened(await aWorld(library, { over }));
  const { status, body } = await healthAt(world.gateway.url);
  expect(status).toBe(200);
  expect(body, JSON.stringify(body)).toMatchObject({ status: 'healthy', checks: { supergraph: true } });
  expect(Object.entries(body.subgraphs).map(([name, { status }]) => [name, status])).toEqual([
    ['catalogue', 'healthy'],
    ['people', 'healthy'],
    ['reviews', 'healthy'],
  ]);
  if (over === 'process') return;
  await world.servers.people!.stop();
  // What was asked within the last second stands.
  await vi.waitFor(async () => expect((await healthAt(world.gateway.url)).body.status).toBe('degraded'), 5_000);
  const after = await healthAt(world.gateway.url);
  expect(after.body.subgraphs).toMatchObject({ people: { status: 'unavailable' }, catalogue: { status: 'healthy' } });
  // It tells no addresses.
  expect(JSON.stringify(after.body)).not.toContain('127.0.0.1');
  // Traffic goes on: the others serve.
  expect(after.status).toBe(200);
});

test('requests are measured by method, route and status, however many paths strangers make up (X127)', async () => {
  const world = opened(await aWorld(library, { settings: { metricsPort: 0 } }));
  await world.ask('{ books { title } }');
  for (let n = 0; n < 5; n++) await fetch(new URL(`/made-up-${n}`, world.gateway.url));
  await fetch(new URL('/livez', world.gateway.url), { method: 'HEAD' });
  const metrics = await MetricsPage.read(world.gateway.metricsUrl);
  const count = (labels: string) => metrics.of(`http_request_duration_seconds_count{${labels}}`);
  expect(count('method="POST",route="/graphql",status_code="200"')).toBe(1);
  expect(count('method="GET",route="other",status_code="404"')).toBe(5);
  expect(count('method="HEAD",route="/livez",status_code="200"')).toBe(1);
  expect(metrics.of('http_request_duration_seconds_bucket{method="POST",route="/graphql",status_code="200",le="5"}')).toBe(1);
});
