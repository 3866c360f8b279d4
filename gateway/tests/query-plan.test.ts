import { aWorld, type World, anIssuer, AUDIENCE, ISSUER } from './kit';
import { library } from './library';
import { aShop } from './shop';
import { aClient } from './socket';

const QUERY = '{ books { title author { name } } }';

interface Shown {
  queryPlan?: { text: string; fetches?: { subgraph: string; startedMs: number; ms: number; outcome: string }[] };
}

describe('the query plan of an operation, where it may be seen', () => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(aShop().plans, { settings: { queryPlans: true } });
  });
  afterAll(() => world.stop());
  const shown = async (query: string, header = '1') => {
    const answer = await world.ask(query, { headers: { 'x-query-plan': header } });
    return { ...answer, plan: (answer.extensions as Shown | undefined)?.queryPlan };
  };

  test('comes beside the answer, with how each fetch went', async () => {
    const { data, plan } = await shown(QUERY);
    expect(data).toEqual((await world.ask(QUERY)).data);
    expect(plan!.text).toMatch(/^QueryPlan \{/);
    for (const part of ['Sequence', 'Fetch(service: "catalogue")', 'Flatten(path: "books.@.author")', 'Fetch(service: "people")'])
      expect(plan!.text).toContain(part);
    expect(plan!.fetches).toMatchObject([
      { subgraph: 'catalogue', startedMs: 0, outcome: 'ok' },
      { subgraph: 'people', outcome: 'ok' },
    ]);
    expect(plan!.fetches![1]!.startedMs).toBeGreaterThanOrEqual(plan!.fetches![0]!.ms);
  });

  test('comes alone, and nothing is run, when only the plan is wanted', async () => {
    const { received } = world.subgraphs.catalogue!;
    received.length = 0;
    const { data, plan, status } = await shown(QUERY, 'only');
    expect({ data, status }).toEqual({ data: null, status: 200 });
    expect(plan).toEqual({ text: expect.stringContaining('Fetch(service: "people")') as string });
    expect(received).toEqual([]);
  });

  test('of a subscription can be had over plain HTTP', async () => {
    const { plan } = await shown('subscription { bookSold { copies book { title } } }', 'only');
    expect(plan!.text).toContain('Subscription');
    expect(plan!.text).toContain('Fetch(service: "catalogue")');
  });

  test('comes on sockets too, to whoever asks in the extensions of the operation', async () => {
    const { client } = aClient(world.gateway.socketUrl);
    const answer = await new Promise<{ extensions?: Shown }>((resolve, reject) =>
      client.subscribe({ query: QUERY, extensions: { queryPlan: true } }, { next: resolve as never, error: reject, complete: () => {} }),
    );
    expect(answer.extensions!.queryPlan!.fetches).toHaveLength(2);
    await client.dispose();
  });

  test('is not there for whoever does not ask', async () => {
    expect(await world.ask(QUERY)).not.toHaveProperty('extensions');
    expect((await shown(QUERY, '0')).plan).toBeUndefined();
  });

  test('of an operation that is refused is not there either', async () => {
    const { plan, errors } = await shown('{ nonsense }');
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(plan).toBeUndefined();
  });
});

test('nobody sees a query plan unless it was allowed, and the operation is run', async () => {
  const world = await aWorld(library);
  for (const header of ['1', 'only']) {
    const answer = await world.ask(QUERY, { headers: { 'x-query-plan': header } });
    expect(answer).not.toHaveProperty('extensions');
    expect(answer.data).toHaveProperty('books');
  }
  await world.stop();
});

test('where only people who are signed in may see plans, visitors do not', async () => {
  const issuer = await anIssuer();
  const world = await aWorld(library, {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    settings: { queryPlans: 'signed-in' },
  });
  const headers = { 'x-query-plan': '1' };
  expect(await world.ask(QUERY, { headers })).not.toHaveProperty('extensions');
  expect(await world.ask(QUERY, { headers, token: await issuer.token() })).toHaveProperty('extensions.queryPlan.text');
  await world.stop();
});
