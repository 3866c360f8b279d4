import { apiKeyOf, createBus, silentLogger } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import type { TestCaller, TestMode } from '@marquee/gateway';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type SubgraphPlan, type WorldOptions } from './kit';
import { RawStream } from './multipart-client';
import { aClient, until } from './socket';
import { Topic } from './topic';

const SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/scopes/v1.0", import: ["@scope", "@appsOnly"])
    @composeDirective(name: "@scope") @composeDirective(name: "@appsOnly")
  directive @scope(needs: ApiScope) on FIELD_DEFINITION | OBJECT
  directive @appsOnly on FIELD_DEFINITION | OBJECT
  enum ApiScope { SHOWS_READ SHOWS_WRITE }
  type Query { place: String @scope who: String @scope show: String @scope(needs: SHOWS_READ) apiKeyGrant(secret: String!): Grant @inaccessible }
  type Mutation { rename(to: String): String @scope(needs: SHOWS_WRITE) recordApiUsage(input: RecordApiUsageInput!): RecordApiUsageSuccess @inaccessible }
  type Subscription { ticks: Int @scope }
  type RecordApiUsageSuccess @inaccessible { ok: Int }
  input RecordApiUsageInput @inaccessible { entries: [Entry!]! idempotencyKey: String! }
  input Entry @inaccessible { keyId: ID! day: String! requests: Int! errors: Int! cost: Float! }
  type Grant @inaccessible {
    keyId: ID! appId: ID grantId: ID! userId: ID! username: String! role: String! permissions: [String!]!
    scopes: [ApiScope!]! origins: [String!]! networks: [String!]! lastsMs: Int!
  }
`;
const TEST_KEY = apiKeyOf(new Uint8Array(32).fill(7), { isTest: true });
const HEADER = 'x-marquee-test-key';

interface Kept {
  good: boolean;
  asked: number;
  executed: number;
  used: { keyId: string; requests: number; errors: number }[];
  readonly ticks: Topic<{ ticks: number }>;
}

/** One subgraph that keeps one key, of test mode. */
function plan(place: string): { kept: Kept; all: SubgraphPlan[] } {
  const kept: Kept = { good: true, asked: 0, executed: 0, used: [], ticks: new Topic<{ ticks: number }>() };
  const person = { userId: 'u1', username: 'ada', role: 'user', permissions: [], origins: [], networks: [], scopes: ['SHOWS_READ'] };
  const Query = {
    place: () => (kept.executed++, place),
    who: (_: unknown, _args: unknown, { caller }: { caller: { viewer: { id: string; keyId?: string } | null } }) =>
      `${caller.viewer?.id ?? 'nobody'} ${caller.viewer?.keyId ?? 'in person'}`,
    show: () => 'Cats',
    apiKeyGrant: (_: unknown, { secret }: { secret: string }) => {
      kept.asked++;
      return kept.good && secret === TEST_KEY ? { ...person, keyId: 'k1', grantId: 'g1', lastsMs: 3_600_000 } : null;
    },
  };
  const Mutation = {
    rename: () => (kept.executed++, place),
    recordApiUsage: (_: unknown, { input }: { input: { entries: Kept['used'] } }) => {
      kept.used.push(...input.entries);
      return { __typename: 'RecordApiUsageSuccess' };
    },
  };
  const Subscription = { ticks: { subscribe: () => kept.ticks.subscribe() } };
  return { kept, all: [{ name: 'keeper', sdl: SDL, resolvers: { Query, Mutation, Subscription } }] };
}

describe('a key of test mode', () => {
  let issuers: Record<'outside' | 'inside', Awaited<ReturnType<typeof anIssuer>>>;
  beforeAll(async () => (issuers = { outside: await anIssuer(), inside: await anIssuer() }));

  async function gatewayOf(place: 'outside' | 'inside', options: WorldOptions) {
    const { kept, all } = plan(place);
    const world = await aWorld(all, { tokens: { keys: issuers[place].keys, issuer: ISSUER, audience: AUDIENCE }, ...options });
    afterTests(() => world.stop());
    return { ...world, kept };
  }
  /** A gateway, and that of the one world of test mode that it leads to. */
  async function both(options: WorldOptions = {}) {
    const inside = await gatewayOf('inside', { testMode: 'here' });
    const reached: TestCaller[] = [];
    const testMode: TestMode = {
      reach: (caller) => {
        reached.push(caller);
        return Promise.resolve(new URL(inside.gateway.url));
      },
    };
    return { inside, reached, outside: await gatewayOf('outside', { testMode, ...options }) };
  }

  it('leads to its world: what it asks for is done there, within its scopes, and nothing of it here', async () => {
    const { outside, inside, reached } = await both();
    const { status, data, headers } = await outside.ask('{ place who show }', { token: TEST_KEY });
    expect([status, data]).toEqual([200, { place: 'inside', who: 'u1 k1', show: 'Cats' }]);
    expect(headers.get('x-correlation-id')).toBeTruthy();
    const refused = await outside.ask('mutation { rename }', { token: TEST_KEY });
    expect(refused.errors![0]!.extensions).toMatchObject({ code: 'FORBIDDEN', missingScopes: ['SHOWS_WRITE'] });
    expect([outside.kept.executed, inside.kept.executed]).toEqual([0, 1]);
    expect(reached[0]).toMatchObject({ secret: TEST_KEY, identity: { viewer: { id: 'u1', keyId: 'k1' } } });
    // It is asked for once, as keys are.
    expect(outside.kept.asked).toBe(1);
    await outside.stop();
    expect(outside.kept.used).toMatchObject([{ keyId: 'k1', requests: 2 }]);
  });

  it('takes people of its world along by their tokens, and nobody of outside', async () => {
    const { outside } = await both();
    const headers = { [HEADER]: TEST_KEY };
    const [theirs, ours] = [await issuers.inside.token({ sub: 'guest' }), await issuers.outside.token({ sub: 'owner' })];
    expect((await outside.ask('{ place who }', { headers, token: theirs })).data).toEqual({ place: 'inside', who: 'guest in person' });
    expect((await outside.ask('{ who }', { headers })).data).toEqual({ who: 'nobody in person' });
    expect((await outside.ask('{ who }', { headers, token: ours })).status).toBe(401);
    expect((await outside.ask('{ place who }', { token: ours })).data).toEqual({ place: 'outside', who: 'owner in person' });
    expect((await outside.ask('{ who }', { token: theirs })).status).toBe(401);
  });

  it.each([
    ['one that is not good', { authorization: `Bearer ${apiKeyOf(new Uint8Array(32).fill(9), { isTest: true })}` }],
    ['one that was cut off', { authorization: `Bearer ${TEST_KEY.slice(0, -1)}` }],
    ['one of another kind in its header', { [HEADER]: TEST_KEY.replace('mqt_', 'mq_') }],
    ['an empty header', { [HEADER]: '' }],
  ])('leads nowhere: %s', async (_name, headers) => {
    const { outside, reached } = await both();
    expect((await outside.ask('{ place }', { headers })).status).toBe(401);
    expect(reached).toEqual([]);
  });

  it('is good nowhere where there is no test mode, although its keeper knows it', async () => {
    const alone = await gatewayOf('outside', {});
    const answer = await alone.ask('{ place }', { token: TEST_KEY });
    expect([answer.status, answer.errors![0]!.message]).toEqual([401, 'There is no test mode here.']);
    const socket = aClient(alone.gateway.socketUrl, { token: TEST_KEY });
    socket.listen('subscription { ticks }');
    await until(() => socket.closed.length > 0, 'the socket is closed');
    expect([socket.closed[0]!.code, alone.kept.executed]).toEqual([4403, 0]);
  });

  it('streams from its world, over HTTP and on sockets, until it ends', async () => {
    const bus = await createBus({ logger: silentLogger });
    afterTests(() => bus.close());
    const { outside, inside } = await both({ bus });
    const { gateway } = outside;
    const sockets = [
      aClient(gateway.socketUrl, { authorization: `Bearer ${TEST_KEY}` }),
      aClient(gateway.socketUrl, { [HEADER]: TEST_KEY, token: await issuers.inside.token({ sub: 'guest' }) }),
    ];
    const heard = sockets.map((socket) => socket.listen('subscription { ticks }'));
    const stream = new RawStream(gateway.url, 'subscription { ticks }', { token: TEST_KEY });
    await until(() => inside.gateway.statistics.listeners === 3, 'all three are heard inside');
    inside.kept.ticks.publish({ ticks: 7 });
    await until(() => heard.every(({ events }) => events.length === 1) && stream.text.includes('"ticks":7'), 'all three hear');
    expect([outside.gateway.statistics.listeners, inside.gateway.statistics.sockets]).toEqual([0, 2]);
    await bus.push('sessions.revoked', { sessionId: 'g1' });
    await until(() => sockets.every(({ closed }) => closed.length > 0) && stream.closed, 'all three have ended');
    await until(() => inside.gateway.statistics.listeners === 0, 'nobody listens inside');
    expect(sockets.map(({ closed }) => closed[0]!.code)).toEqual([4403, 4403]);
  });

  it('is told to come back while its world does not answer, and knows why its world closes a socket', async () => {
    const testMode = { reach: () => Promise.resolve(new URL('http://127.0.0.1:9/graphql')) };
    const away = await gatewayOf('outside', { testMode });
    const answer = await away.ask('{ place }', { token: TEST_KEY });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    const lost = aClient(away.gateway.socketUrl, { token: TEST_KEY });
    lost.listen('subscription { ticks }');
    await until(() => lost.closed.length > 0, 'the socket is closed');
    expect(lost.closed[0]!.code).toBe(1013);
    const { outside } = await both();
    const wrong = aClient(outside.gateway.socketUrl, { [HEADER]: TEST_KEY, token: 'nobody' });
    wrong.listen('subscription { ticks }');
    await until(() => wrong.closed.length > 0, 'the socket of nobody is closed');
    expect(wrong.closed[0]!.code).toBe(4403);
  });

  it('costs time to guess, as any key does', async () => {
    const { outside } = await both();
    const guess = async (n: number) => {
      const token = apiKeyOf(
        Uint8Array.from({ length: 32 }, (_, at) => n + at),
        { isTest: true },
      );
      return (await outside.ask('{ place }', { token })).status;
    };
    const statuses = [];
    for (let n = 0; n < 32; n++) statuses.push(await guess(n));
    expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(30)).toEqual([429, 429]);
  });
});
