import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pino from 'pino';
import { stopsAfterEach } from '../faults/stops';
import { ask, aWorld, compose, type SubgraphPlan, type WorldOptions } from '../kit';
import { library } from '../library';
import { aClient, until } from '../socket';
import { eventually, measure, planned } from '../watched-world';
import { composeWith, offering } from './offering';

const stopped = stopsAfterEach();
const NOW = compose(library);
const WITHOUT_STARS = composeWith(library, { reviews: [['averageStars: Float', '']] });
const BOOK = '{ book(id: "b1") { title averageStars } }';

async function aReloadingWorld(first: string, { settings, ...options }: WorldOptions = {}, plans: readonly SubgraphPlan[] = library) {
  const { manager, state, offer } = offering(first);
  const lines: Record<string, unknown>[] = [];
  const logger = pino(
    { level: 'info' },
    new Writable({
      write: (line, _encoding, done) => {
        lines.push(JSON.parse(String(line)) as Record<string, unknown>);
        done();
      },
    }),
  );
  const world = stopped(await aWorld(plans, { ...options, logger, supergraphSdl: manager, settings: { metricsPort: 0, ...settings } }));
  return { world, state, offer, lines, served: () => world.gateway.statistics.supergraph };
}

test('a field that comes can be asked for at once, and one that goes is gone', async () => {
  const { world, offer, served } = await aReloadingWorld(WITHOUT_STARS);
  expect((await world.ask(BOOK)).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const before = served().hash;
  await offer(NOW);
  expect(served().hash).not.toBe(before);
  expect(await world.ask(BOOK)).toMatchObject({ data: { book: { title: 'The Dispossessed', averageStars: 4.5 } } });
  await offer(WITHOUT_STARS);
  expect((await world.ask(BOOK)).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  await eventually(async () => (await measure(world, 'gateway_supergraphs')) === 1);
  expect(await measure(world, 'gateway_supergraphs_total{outcome="served"}')).toBe(2);
});

test('what is under way is finished with the supergraph with which it began, whose parts are closed after that', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const slow: SubgraphPlan = {
    name: 'slow',
    sdl: 'type Query { patience: String! }',
    resolvers: { Query: { patience: () => released.then(() => 'rewarded') } },
  };
  const plans = [...library, slow];
  const { world, offer } = await aReloadingWorld(compose(plans), {}, plans);
  const waiting = world.ask('{ patience book(id: "b1") { averageStars } }');
  await until(() => world.subgraphs.slow!.received.length === 1);
  await offer(compose(library));
  expect((await world.ask('{ patience }')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(await measure(world, 'gateway_supergraphs')).toBe(2);
  release();
  expect((await waiting).data).toEqual({ patience: 'rewarded', book: { averageStars: 4.5 } });
  await eventually(async () => (await measure(world, 'gateway_supergraphs')) === 1);
});

test('the operations that clients send most are planned before the new supergraph takes over', async () => {
  const TRUSTED = 'query Trusted { books { title } }';
  const { world, offer } = await aReloadingWorld(NOW, { settings: { trustedDocuments: [TRUSTED] } });
  const often = 'query Often { authors { name } }';
  for (let n = 0; n < 3; n++) await world.ask(often);
  await offer(composeWith(library, { people: [['born: Int', 'born: Int died: Int']] }));
  const before = await planned(world);
  expect((await world.ask(often)).data).toHaveProperty('authors');
  expect((await world.ask(TRUSTED)).data).toHaveProperty('books');
  expect(await planned(world)).toBe(before);
});

describe('a supergraph that is refused', () => {
  const REFUSED: [title: string, sdl: string, reason: RegExp, settings?: WorldOptions['settings']][] = [
    ['is no GraphQL', 'type Query {', /Syntax Error/],
    ['was not composed', 'type Query { a: Int }', /is no supergraph/],
    [
      'names a service that nobody can reach',
      composeWith([...library, { name: 'lost', sdl: 'type Query { lost: Int }' }], {}).replace('http://lost.invalid/graphql', ''),
      /no http\(s\) address for: lost/,
    ],
    [
      'breaks a trusted document',
      WITHOUT_STARS,
      /Stars: Cannot query field "averageStars" on type "Book"/,
      { trustedDocuments: ['query Stars { books { averageStars } }', '{ nonsense }'] },
    ],
  ];
  test.each(REFUSED)('because it %s changes nothing, and operators are told why', async (_title, sdl, reason, settings) => {
    const { world, offer, served, lines } = await aReloadingWorld(NOW, { settings });
    const before = served();
    await offer(sdl);
    expect(served().hash).toBe(before.hash);
    expect(served().refused?.reason).toMatch(reason);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'a supergraph is refused; the former one is still served',
        reason: expect.stringMatching(reason) as string,
      }),
    );
    expect((await world.ask(BOOK)).data).toMatchObject({ book: { averageStars: 4.5 } });
    expect(await measure(world, 'gateway_supergraph_refused')).toBe(1);
    const ready = async () => (await fetch(`${new URL(world.gateway.url).origin}/readyz`)).json();
    expect(await ready()).toMatchObject({ status: 'degraded', checks: { supergraph: false } });
    const whole = await (await fetch(`${new URL(world.gateway.url).origin}/health`)).json();
    expect(whole).toMatchObject({ supergraph: { hash: before.hash, refused: { reason: expect.stringMatching(reason) as string } } });
    // What was wrong is taken back.
    await offer(NOW);
    expect(await ready()).toMatchObject({ status: 'ready', checks: { supergraph: true } });
    expect(await measure(world, 'gateway_supergraphs')).toBe(1);
  });
});

test('where strangers may not read the schema, health does not say why a supergraph is refused', async () => {
  const { world, offer } = await aReloadingWorld(NOW, { settings: { limits: { hideSchemaDetails: true } } });
  await offer('type Query { secret: Int }');
  const whole = (await (await fetch(`${new URL(world.gateway.url).origin}/health`)).json()) as { supergraph: { refused: object } };
  expect(whole.supergraph.refused).toEqual({ at: expect.any(String) as string });
});

test('of several that come at once the last is served, and the manager is told to clean up when the gateway stops', async () => {
  const { manager, state, offer } = offering(NOW);
  const world = await aWorld(library, { supergraphSdl: manager });
  await Promise.all([offer(WITHOUT_STARS), offer('nonsense'), offer(WITHOUT_STARS), offer(NOW)]);
  expect((await world.ask(BOOK)).data).toMatchObject({ book: { averageStars: 4.5 } });
  await world.stop();
  expect(state.cleaned).toBe(1);
});

test('twenty supergraphs take over while clients ask: no request fails, no socket is closed, nothing of the former ones stays', async () => {
  const { world, offer } = await aReloadingWorld(NOW, { settings: { planning: { planner: 'native' } } });
  const served = async () => measure(world, 'gateway_supergraphs');
  let heap = 0;
  let asking = true;
  const faults: unknown[] = [];
  let answered = 0;
  const take = (answer: { data?: unknown; errors?: unknown }) => (answer.errors || !answer.data ? faults.push(answer) : answered++);
  const socket = aClient(world.gateway.socketUrl);
  const TITLES = '{ books { title author { name } reviews { stars } } }';
  const overHttp = async () => {
    while (asking) await ask(world.gateway.url, TITLES).then(take, (error: unknown) => faults.push(error));
  };
  const overSocket = async () => {
    while (asking) await socket.ask(TITLES).then(take, (error: unknown) => faults.push(error));
  };
  const clients = [...Array.from({ length: 6 }, overHttp), ...Array.from({ length: 4 }, overSocket)];
  for (let n = 0; n < 20; n++) {
    const before = answered;
    await offer(n % 2 ? NOW : WITHOUT_STARS);
    await until(() => answered > before + 10 || faults.length > 0);
    if (n !== 4) continue;
    await eventually(async () => (await served()) === 1);
    heap = heapUsed();
  }
  asking = false;
  await Promise.all(clients);
  expect(faults).toEqual([]);
  // Its own client closes it whenever nothing is under way on it.
  expect(socket.closed.filter(({ code }) => code !== 1000)).toEqual([]);
  expect(await measure(world, 'gateway_supergraphs_total{outcome="served"}')).toBe(20);
  await eventually(async () => (await served()) === 1);
  expect(heapUsed() - heap).toBeLessThan(LITTLE);
  await socket.client.dispose();
});

/** Fifteen of these supergraphs take several times as much. */
const LITTLE = 6_000_000;

/** After everything that can be collected was. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
