import { stopsAfterEach } from './faults/stops';
import { aWorld, type SubgraphPlan } from './kit';
import { aClient, until } from './socket';

/** `@override(label: "percent(n)")`: n in a hundred requests get the field from the subgraph that overrides. */
const stopped = stopsAfterEach();

const holder = (name: string, override: string): SubgraphPlan => ({
  name,
  sdl: `type Query { ${name}: Int } type Thing @key(fields: "id") { id: ID! place: String! ${override} }`,
  resolvers: { Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, place: name }) } },
});
const things: SubgraphPlan = {
  name: 'things',
  sdl: 'type Query { thing: Thing! } type Subscription { thingChanged: Thing! } type Thing @key(fields: "id") { id: ID! }',
  resolvers: {
    Query: { thing: () => ({ id: '1' }) },
    Subscription: {
      thingChanged: {
        subscribe: async function* () {
          yield { id: '1' };
        },
        resolve: (thing: object) => thing,
      },
    },
  },
};

const aMove = async (label: string, planner: 'apollo' | 'native', where: 'main' | 'process' = 'main') =>
  stopped(
    await aWorld([things, holder('old', ''), holder('moved', `@override(from: "old", label: "${label}")`)], {
      settings: { planning: { planner, where } },
    }),
  );

const QUERY = 'query Place { thing { place } }';

async function placesOf(world: Awaited<ReturnType<typeof aMove>>, requests: number) {
  const places = { old: 0, moved: 0 };
  for (let n = 0; n < requests; n++) {
    const { data } = await world.ask(QUERY);
    places[(data as { thing: { place: 'old' | 'moved' } }).thing.place]++;
  }
  return places;
}

describe.each(['apollo', 'native'] as const)('planned by the %s planner', (planner) => {
  test('of many requests with the same operation as many go the new way as the label says', async () => {
    const { moved, old } = await placesOf(await aMove('percent(30)', planner), 400);
    expect(moved + old).toBe(400);
    // Five standard deviations to either side.
    expect(moved).toBeGreaterThan(120 - 46);
    expect(moved).toBeLessThan(120 + 46);
  });

  test.each([
    ['percent(0)', { old: 20, moved: 0 }],
    ['percent(100)', { old: 0, moved: 20 }],
    ['of-another-gateway', { old: 20, moved: 0 }],
  ])('with %s there is one way', async (label, expected) => {
    expect(await placesOf(await aMove(label, planner), 20)).toEqual(expected);
  });
});

test('planned in a process of its own they are shared out, too', async () => {
  const { moved, old } = await placesOf(await aMove('percent(50)', 'apollo', 'process'), 60);
  expect(Math.min(moved, old)).toBeGreaterThan(5);
});

test('streams are shared out, too', async () => {
  const world = await aMove('percent(50)', 'apollo');
  const client = aClient(world.gateway.socketUrl);
  const places = new Set<string>();
  for (let n = 0; n < 64 && places.size < 2; n++) {
    const { events, state } = client.listen('subscription { thingChanged { place } }');
    await until(() => state.ended);
    places.add((events[0]!.data as { thingChanged: { place: string } }).thingChanged.place);
  }
  expect([...places].sort()).toEqual(['moved', 'old']);
  await client.client.dispose();
});
