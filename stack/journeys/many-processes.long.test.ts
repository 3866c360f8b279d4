import { eventually, MetricsPage } from '@marquee/platform/testing';
import { runningServices } from './running-services';
import type { World } from './story';
import { tellStory } from './story.contract';

/** And those behind it: one for each process. */
const METRICS_PORT = 21_000 + (process.pid % 1_000) * 10;

/** Two gateways and two replicas of social, and people sit at both. */
describe('the story over separate processes (X43)', () => {
  let running: Awaited<ReturnType<typeof runningServices>>;
  let world: World;

  beforeAll(async () => {
    running = await runningServices({ METRICS_PORT: String(METRICS_PORT) });
    ({ world } = running);
  }, 120_000);

  tellStory(() => world);

  test('every process has its metrics on a port of its own, and a gateway tells how all of them are (X8, X128)', async () => {
    const page = (behind: number) => MetricsPage.read(`http://127.0.0.1:${METRICS_PORT + behind}/metrics`);
    const names = ['users', 'events', 'curation', 'social', 'social', 'payments'];
    for (const [at, name] of names.entries()) {
      const metrics = await page(at + 1);
      expect(metrics.of(`marquee_sql_statements_total{subgraph="${name}"}`), name).toBeGreaterThan(0);
      expect(metrics.seriesOf('marquee_operations_total').length, name).toBeGreaterThan(0);
      expect(metrics.text, name).toContain('process_resident_memory_bytes');
    }
    for (const gateway of [0, names.length + 1]) expect((await page(gateway)).seriesOf('gateway_operations_total')).not.toEqual([]);
    const health = (await (await fetch(new URL('/health', world.endpoints[0]))).json()) as { status: string; subgraphs: object };
    expect(health).toMatchObject({ status: 'healthy', checks: { bus: true } });
    expect(Object.keys(health.subgraphs).sort()).toEqual(['curation', 'events', 'payments', 'social', 'users']);
    for (const subgraph of Object.values(health.subgraphs))
      expect(subgraph).toMatchObject({ status: 'healthy', circuit: 'closed', checks: { database: { ok: true }, bus: { ok: true } } });
  });

  test.each(['events', 'gateway-2'])(
    '%s dies, is started again by itself and served again; the rest goes on',
    async (name) => {
      const { services } = running;
      const ask = async (query: string, endpoint = world.endpoints[1]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ query }) });
        return (await answer.json()) as { data?: Record<string, unknown> };
      };
      const dead = services.processes.get(name)!;
      dead.kill('SIGKILL');
      await eventually(() => expect(services.processes.get(name)).not.toBe(dead), 20_000);
      const nobody = '{ user(id: "00000000-0000-4000-8000-000000000000") { id } }';
      expect(await ask(nobody, world.endpoints[0])).toEqual({ data: { user: null } });
      await eventually(
        async () => expect(await ask('{ trendingEvents(first: 1) { nodes { id } } }')).toHaveProperty('data.trendingEvents.nodes'),
        60_000,
      );
    },
    120_000,
  );
});
