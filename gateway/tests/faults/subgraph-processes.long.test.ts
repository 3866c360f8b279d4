import { join } from 'node:path';
import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { ask, aSubgraph, compose, SECRET } from '../kit';
import { leaksIn } from '../leaks';
import { unavailable } from '../faulty-world';
import { aShop } from '../shop';
import { aClient } from '../socket';
import { eventually } from '@marquee/platform/testing';
import { Spawned, SpawnedGateway } from './spawned';

const PAGE = '{ book(id: "b1") { title author { name } averageStars } sold }';
const OTHERS = { title: 'The Dispossessed', author: { name: 'Ursula' } };
const WHOLE = { book: { ...OTHERS, averageStars: 4.5 }, sold: 3 };
const LOST_REVIEWS = unavailable('reviews', ['book', 'averageStars']);

/** A subgraph in a process of its own, which can be started again at the same address. */
class SubgraphProcess {
  private constructor(
    private readonly name: string,
    private running: Spawned<{ url: string }>,
  ) {}

  static async start(name: string): Promise<SubgraphProcess> {
    return new SubgraphProcess(name, await run(name, '0'));
  }

  get url(): string {
    return this.running.serving.url;
  }

  kill = () => this.running.kill();
  freeze = async () => this.running.freeze();

  /** Whatever was done to it. */
  async comeBack(): Promise<void> {
    if (this.running.child.signalCode) this.running = await run(this.name, new URL(this.url).port);
    else this.running.thaw();
  }

  stop = () => this.running.stop();
}

const run = (name: string, port: string) => Spawned.start<{ url: string }>(join(__dirname, 'subgraph-main.ts'), {}, [name, port]);

/** Two subgraphs as processes, two in the test's own, and a gateway process with the settings of production before them. */
async function aWorldOfProcesses() {
  const { plans } = aShop();
  const passports = new PassportOffice(SECRET);
  const inTest = await Promise.all(
    plans
      .filter(({ name }) => name === 'catalogue' || name === 'people')
      .map((plan) => serveSubgraph(aSubgraph(plan), { port: 0, host: '127.0.0.1', passports, logger: silentLogger })),
  );
  const [reviews, shop] = await Promise.all([SubgraphProcess.start('reviews'), SubgraphProcess.start('shop')]);
  const urls = { catalogue: inTest[0]!.url, people: inTest[1]!.url, reviews: reviews.url, shop: shop.url };
  const gateway = await SpawnedGateway.before(compose(plans, urls));
  return {
    gateway,
    reviews,
    shop,
    async stop() {
      await gateway.stop();
      await Promise.all([reviews, shop, ...inTest].map((one) => one.stop()));
    },
  };
}

async function timed<T>(work: Promise<T>): Promise<{ outcome: T; ms: number }> {
  const startedAt = Date.now();
  return { outcome: await work, ms: Date.now() - startedAt };
}

describe('with subgraphs and gateway as processes', () => {
  let world: Awaited<ReturnType<typeof aWorldOfProcesses>>;
  const page = async () => {
    const answer = await ask(world.gateway.url, PAGE);
    expect(leaksIn(JSON.stringify(answer))).toEqual([]);
    return { data: answer.data, errors: answer.errors };
  };
  beforeAll(async () => {
    world = await aWorldOfProcesses();
  }, 60_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    await Promise.all([world.reviews.comeBack(), world.shop.comeBack()]);
    await eventually(async () => expect(await page()).toEqual({ data: WHOLE }));
  }, 60_000);

  test('a subgraph that is killed costs its own fields, at once; started again, it is used again, at once', async () => {
    await world.reviews.kill();
    for (let round = 0; round < 3; round++) {
      const { outcome, ms } = await timed(page());
      expect(outcome).toEqual({ data: { ...WHOLE, book: { ...OTHERS, averageStars: null } }, errors: [LOST_REVIEWS] });
      expect(ms).toBeLessThan(1_500);
    }
    await world.reviews.comeBack();
    expect(await page()).toEqual({ data: WHOLE });
  }, 60_000);

  test('a frozen subgraph costs its own fields after the time limit, and nobody else any time (X29)', async () => {
    await world.reviews.freeze();
    const waiting = timed(page());
    for (let round = 0; round < 20; round++) {
      const { outcome, ms } = await timed(ask(world.gateway.url, '{ books { title author { name } } sold }'));
      expect(outcome.errors).toBeUndefined();
      expect(ms).toBeLessThan(1_500);
    }
    const { outcome, ms } = await waiting;
    expect(outcome).toEqual({ data: { ...WHOLE, book: { ...OTHERS, averageStars: null } }, errors: [LOST_REVIEWS] });
    expect(ms).toBeGreaterThan(4_900);
    expect(ms).toBeLessThan(7_000);
    await world.reviews.comeBack();
    expect(await page()).toEqual({ data: WHOLE });
  }, 60_000);

  test.each([
    ['killed', 2_000, (owner: SubgraphProcess) => owner.kill()],
    ['frozen', 12_000, (owner: SubgraphProcess) => owner.freeze()],
  ])(
    'subscribers whose owner is %s are told within %d ms, and may subscribe again when it is back',
    async (_fault, withinMs, hurt) => {
      const client = aClient(world.gateway.socketUrl);
      const first = client.listen('subscription { bookSold { copies book { title } } }');
      await eventually(() => expect(first.events.length).toBeGreaterThan(3));
      await hurt(world.shop);
      const { ms } = await timed(eventually(() => expect(first.state.ended).toBe(true), withinMs + 2_000));
      expect(ms).toBeLessThan(withinMs);
      expect(first.state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'shop', retryable: true } }]);
      expect(leaksIn(JSON.stringify(first.state.error))).toEqual([]);
      // Only the stream was lost: if the socket is closed by now, the client did it, which has nothing more to listen to.
      expect(client.closed.filter(({ code }) => code !== 1000)).toEqual([]);
      const sold = first.events.map((event) => (event.data as { bookSold: { copies: number } }).bookSold.copies);
      expect(sold).toEqual(sold.map((_, index) => sold[0]! + index));

      await world.shop.comeBack();
      const second = client.listen('subscription { bookSold { copies book { title } } }');
      await eventually(() => expect(second.events.length).toBeGreaterThan(3));
      await client.client.dispose();
    },
    60_000,
  );

  test('a stream that is asked of a frozen owner is refused in time', async () => {
    await world.shop.freeze();
    const client = aClient(world.gateway.socketUrl);
    const { state } = client.listen('subscription { bookSold { copies } }');
    const { ms } = await timed(eventually(() => expect(state.ended).toBe(true), 14_000));
    expect(ms).toBeLessThan(12_000);
    expect(state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'shop' } }]);
    await client.client.dispose();
  }, 60_000);
});
