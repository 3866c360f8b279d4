import { anIssuer, AUDIENCE, aWorld, ISSUER, type World } from './kit';
import { library } from './library';
import { aMarket } from './market';

const DRY = { 'x-cost-dry-run': '1' };

describe('rateLimit', () => {
  let world: World;
  beforeAll(async () => {
    const issuer = await anIssuer();
    world = await aWorld(aMarket().plans, {
      tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
      settings: { rateLimitField: true, trustedProxies: 1, rates: { anonymous: { cost: 1_000, windowSeconds: 100_000 } } },
    });
  });
  afterAll(() => world.stop());

  let visitors = 0;
  /** Each test is a visitor with a full budget. */
  const aVisitor = () => {
    const ip = `192.0.2.${++visitors}`;
    return (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
      world.ask(query, { variables, headers: { 'x-forwarded-for': ip, ...headers } });
  };
  const asked = () => world.subgraphs.market!.received.length;

  test('says what the operation costs and what is left, beside the data', async () => {
    const ask = aVisitor();
    const { data, errors } = await ask('{ rateLimit { limit cost remaining resetAt } things(first: 50) { id } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      rateLimit: { limit: 1_000, cost: 51, remaining: 949, resetAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
      things: expect.any(Array),
    });
    const { rateLimit } = data as { rateLimit: { resetAt: string } };
    // 51 of 1,000 points, which take 100,000 s to come back.
    expect(Date.parse(rateLimit.resetAt) - Date.now()).toBeGreaterThan(5_000_000);
    expect(Date.parse(rateLimit.resetAt) - Date.now()).toBeLessThan(5_200_000);
    // Seven things there are: 8 was the real cost.
    expect((await ask('{ rateLimit { remaining } }')).data).toEqual({ rateLimit: { remaining: 991 } });
  });

  test('can stand under other names, in fragments, behind conditions', async () => {
    const { data, errors } = await aVisitor()(
      `query ($no: Boolean!) { ...Budget mine: rateLimit @include(if: $no) { cost } }
       fragment Budget on Query { budget: rateLimit { __typename cost } }`,
      { no: false },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ budget: { __typename: 'RateLimit', cost: 1 } });
  });

  test('with dryRun nothing else runs and nothing is charged', async () => {
    const ask = aVisitor();
    const before = asked();
    const query = 'query ($dry: Boolean!) { rateLimit(dryRun: $dry) { cost remaining } things(first: 60) { id } }';
    expect((await ask(query, { dry: true })).data).toEqual({ rateLimit: { cost: 61, remaining: 1_000 } });
    expect((await ask('{ ... { rateLimit(dryRun: true) { cost remaining } } dear }')).data).toEqual({
      rateLimit: { cost: 901, remaining: 1_000 },
    });
    expect(asked()).toBe(before);
    expect((await ask(query, { dry: false })).data).toMatchObject({ rateLimit: { cost: 61, remaining: 939 }, things: expect.any(Array) });
    expect(asked()).toBe(before + 1);
  });

  test('of any operation the header x-cost-dry-run asks for the same', async () => {
    const ask = aVisitor();
    const before = asked();
    const { status, data, extensions, headers } = await ask('mutation { rename { parts(first: 30) { id } } }', {}, DRY);
    expect([status, data]).toEqual([200, null]);
    expect(extensions).toEqual({
      cost: {
        requestedQueryCost: 41,
        actualQueryCost: 0,
        throttleStatus: { maximumAvailable: 1_000, currentlyAvailable: 1_000, restoreRate: 0.01 },
      },
    });
    expect(headers.get('ratelimit')).toContain('"cost";r=1000');
    expect(asked()).toBe(before);
  });

  test('a dry run counts as an operation all the same', async () => {
    const ask = aVisitor();
    const left = async () => Number((await ask('{ __typename }', {}, DRY)).headers.get('ratelimit-remaining'));
    expect((await left()) - (await left())).toBe(1);
  });

  test('is described, like every field', async () => {
    const { data } = await aVisitor()('{ __type(name: "RateLimit") { description fields { name description type { name } } } }');
    const { description, fields } = (data as { __type: { description: string; fields: { description: string }[] } }).__type;
    expect(description).toBeTruthy();
    expect(fields).toHaveLength(4);
    expect(fields.every((field) => field.description)).toBe(true);
  });
});

test('where nobody is limited it still says what an operation costs', async () => {
  const world = await aWorld(aMarket().plans, { settings: { rateLimitField: true } });
  try {
    expect((await world.ask('{ rateLimit { limit cost remaining resetAt } things(first: 5) { id } }')).data).toMatchObject({
      rateLimit: { limit: null, cost: 6, remaining: null, resetAt: null },
    });
  } finally {
    await world.stop();
  }
});

test('fields that every subgraph has stay where they are: the gateway does not answer them', async () => {
  const world = await aWorld(library, { settings: { rateLimitField: true } });
  try {
    const { data, errors } = await world.ask('{ rateLimit { cost } books(first: 1) { title author { name } } authors { name } }');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ books: [{ title: 'The Dispossessed', author: { name: 'Ursula' } }], authors: [{}, {}] });
  } finally {
    await world.stop();
  }
});

test('a supergraph that has a rateLimit of its own keeps it', async () => {
  const own = { name: 'own', sdl: 'type Query { rateLimit(dryRun: Boolean): Int }' };
  const world = await aWorld([{ ...own, resolvers: { Query: { rateLimit: () => 7 } } }], { settings: { rateLimitField: true } });
  try {
    expect((await world.ask('{ rateLimit(dryRun: true) }')).data).toEqual({ rateLimit: 7 });
  } finally {
    await world.stop();
  }
});
