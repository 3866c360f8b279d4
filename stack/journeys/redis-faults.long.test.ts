import { describeWithOwnRedis } from '@marquee/platform/testing';
import { eventually, type App } from './client';
import { runningServices } from './running-services';
import { Story } from './story';

/** Redis carries facts between subgraphs, pushes to streams, rates, caches and word of ended sessions: nobody should stand or fall with it. */
describeWithOwnRedis('the supergraph in processes while Redis', () => {
  let running: Awaited<ReturnType<typeof runningServices>>;
  let story: Story;
  beforeAll(async () => {
    running = await runningServices();
  }, 120_000);
  beforeEach(() => {
    story = new Story(running.world);
  });
  afterEach(() => story.end());

  const timed = async (work: Promise<unknown>) => {
    const startedAt = Date.now();
    await work;
    return Date.now() - startedAt;
  };

  test.each([
    ['is frozen', async () => running.redis.pause(), async () => running.redis.resume()],
    ['is dead', () => running.redis.kill(), () => running.redis.restart()],
  ])(
    '%s serves everybody; what happened meanwhile arrives afterwards, and sessions end again everywhere',
    async (_fault, hurt, heal) => {
      const [organiser, member] = [await story.person('Olive', 0), await story.person('Milo', 1)];
      const curator = await story.curator(1);
      const before = await story.draft(organiser.app);
      const event = await story.draft(organiser.app, { title: `Lantern night ${story.tag}` });

      await hurt();
      const pages = [() => story.page(organiser.app, before.id), () => member.app.do('SearchEvents', { query: 'lantern' })];
      for (let round = 0; round < 3; round++) for (const page of pages) expect(await timed(page())).toBeLessThan(5_000);
      const newcomer = await story.person('Nora', 1);
      await organiser.app.succeed('SubmitEvent', { eventId: event.id });
      await expectReadiness('degraded');

      await heal();
      await eventually(readinesses, (all) => all.every((status) => status === 'ready'), 15_000, 'all gateways are ready');
      await story.approve(curator, event.id, 'A fine night.');
      const search = () => newcomer.app.do('SearchEvents', { query: `night ${story.tag}` });
      await eventually(
        search,
        (data) => data.searchEvents.nodes.some(({ id }: { id: string }) => id === event.id),
        20_000,
        'found by text',
      );
      await expectSignOutEverywhere(member.app);
    },
    120_000,
  );

  const readinesses = () =>
    Promise.all(
      running.world.endpoints.map(
        async (endpoint) => ((await (await fetch(new URL('/readyz', endpoint))).json()) as { status: string }).status,
      ),
    );

  const expectReadiness = (expected: string) =>
    eventually(readinesses, (all) => all.every((status) => status === expected), 15_000, `all gateways are ${expected}`);

  /** The other gateway hears of it, too: the token is refused there. */
  async function expectSignOutEverywhere(app: App): Promise<void> {
    const token = app.accessToken;
    await app.do('Logout');
    const elsewhere = story.visitor(0);
    elsewhere.accessToken = token;
    await eventually(
      () => elsewhere.ask('SearchEvents', { query: 'x' }),
      ({ error }) => JSON.stringify(error ?? '').includes('UNAUTHENTICATED') || String(error).includes('401'),
      5_000,
      'the token is refused at the other gateway',
    );
  }
});
