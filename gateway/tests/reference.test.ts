import { stopsAfterEach } from './faults/stops';
import { ask, aWorld, compose, type SubgraphPlan, type WorldOptions } from './kit';
import { leaksIn } from './leaks';
import { library } from './library';
import { offering } from './reload/offering';
import { aClient, until } from './socket';
import { Topic } from './topic';

/** `ENGINE=apollo`: Apollo's gateway executes queries and mutations, on our ways to the subgraphs and behind our door. */
const stopped = stopsAfterEach();

const ticks = new Topic<number>();
const faults: SubgraphPlan = {
  name: 'faults',
  sdl: 'type Query { broken: String nullForNever: [String!] } type Subscription { ticked: Int! }',
  resolvers: {
    Query: {
      broken: () => {
        throw new Error('relation "people" does not exist');
      },
      nullForNever: () => ['a', null],
    },
    Subscription: { ticked: { subscribe: () => ticks.subscribe(), resolve: (tick: number) => tick } },
  },
};
const plans = [...library, faults];

const aReference = async ({ settings, ...options }: WorldOptions = {}) =>
  stopped(await aWorld(plans, { ...options, settings: { engine: 'apollo', rateLimitField: true, queryPlans: true, ...settings } }));

const QUERIES = [
  '{ books(first: 2) { title author { name } averageStars } }',
  'query ($id: ID = "b1", $with: Boolean = false) { book(id: $id) { title pages @include(if: $with) popularity } }',
  'mutation { first: retitle(id: "b1", title: "A") { title author { name } } second: retitle(id: "b2", title: "B") { title } }',
  '{ find(text: "x") { __typename ... on Book { title } ... on Author { name } } }',
  '{ __schema { queryType { name } } __typename viewerId }',
];

test.each(['process', 'http'] as const)('answers as our own execution does, subgraphs reached over %s', async (over) => {
  const own = stopped(await aWorld(plans, { over }));
  const reference = await aReference({ over });
  for (const query of QUERIES) {
    const { data, errors } = await own.ask(query);
    expect(await reference.ask(query)).toMatchObject({ status: 200, data, ...(errors ? { errors } : {}) });
  }
});

test('subgraphs hear of the viewer, and of nobody else', async () => {
  const viewer = { id: 'person-1', username: 'ada', role: 'user', permissions: [], sessionId: 's' } as const;
  const verifier = { verify: async () => ({ viewer, expiresAt: Date.now() + 60_000 }) } as unknown as WorldOptions['verifier'];
  const world = await aReference({ verifier, over: 'http' });
  expect((await world.ask('{ viewerId }', { token: 'good' })).data).toEqual({ viewerId: 'person-1' });
  expect((await world.ask('{ viewerId }')).data).toEqual({ viewerId: null });
});

test('errors are told as ever: a subgraph’s own text stays in the log, and one that is away is named', async () => {
  const world = await aReference({ over: 'http' });
  const broken = await world.ask('{ broken viewerId }');
  expect(broken).toMatchObject({
    data: { broken: null, viewerId: null },
    errors: [{ path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(leaksIn(JSON.stringify(broken))).toEqual([]);
  await world.servers.people!.stop();
  expect((await world.ask('{ book(id: "b1") { title author { name } } }')).errors).toMatchObject([
    { extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people', retryable: true } },
  ]);
});

test('limits and prices are the same, the gateway’s own field is there, and the plan that is shown is Apollo’s', async () => {
  const world = await aReference({ settings: { limits: { maxRootFields: 2 } } });
  expect((await world.ask('{ a: __typename b: __typename c: __typename }')).errors).toMatchObject([
    { extensions: { code: 'QUERY_TOO_COMPLEX' } },
  ]);
  expect((await world.ask('query ($no: Int!) { books(first: $no) { id } }', { variables: { no: 'x' } })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await world.ask('{ rateLimit(dryRun: true) { cost limit } books { id } }')).data).toEqual({
    rateLimit: { cost: expect.any(Number) as number, limit: null },
  });
  const shown = await world.ask('{ books { author { name } } }', { headers: { 'x-query-plan': '1' } });
  expect(shown.extensions?.queryPlan).toMatchObject({ text: expect.stringContaining('QueryPlan {') as string });
});

test('streams are our own, and another supergraph takes over as ever', async () => {
  const { manager, offer } = offering(compose(plans.slice(0, 3)));
  const world = await aReference({ supergraphSdl: manager });
  await offer(compose(plans));
  const client = aClient(world.gateway.socketUrl);
  const listening = client.listen('subscription { ticked }');
  await until(() => ticks.listenerCount === 1);
  ticks.publish(1);
  await until(() => listening.events.length === 1);
  expect(listening.events).toEqual([{ data: { ticked: 1 } }]);
  expect((await ask(world.gateway.url, '{ broken }')).errors).toHaveLength(1);
  listening.stop();
  await client.client.dispose();
});
