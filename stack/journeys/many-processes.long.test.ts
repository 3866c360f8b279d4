import { eventually } from '@marquee/platform/testing';
import { runningServices } from './running-services';
import type { World } from './story';
import { tellStory } from './story.contract';

/** Two gateways and two replicas of social, and people sit at both. */
describe('the story over separate processes', () => {
  let running: Awaited<ReturnType<typeof runningServices>>;
  let world: World;

  beforeAll(async () => {
    running = await runningServices();
    ({ world } = running);
  }, 120_000);

  tellStory(() => world);

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
