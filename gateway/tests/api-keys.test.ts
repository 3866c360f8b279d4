import { apiKeyOf, createBus, silentLogger } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type SubgraphPlan, type World, type WorldOptions } from './kit';
import { RawStream } from './multipart-client';
import { aClient, until } from './socket';
import { Topic } from './topic';

const SCOPES = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/scopes/v1.0", import: ["@scope", "@appsOnly"])
    @composeDirective(name: "@scope") @composeDirective(name: "@appsOnly")
  directive @scope(needs: ApiScope) on FIELD_DEFINITION | OBJECT
  directive @appsOnly on FIELD_DEFINITION | OBJECT
  enum ApiScope { SHOWS_READ SHOWS_WRITE PEOPLE_READ }
`;
const KEEPER = `${SCOPES}
  type Query {
    who: Who! @scope
    secretOfAccount: String @appsOnly
    silent: String
    apiKeyGrant(secret: String!): Grant @inaccessible
  }
  type Mutation { recordApiUsage(input: RecordApiUsageInput!): RecordApiUsageSuccess @inaccessible }
  type RecordApiUsageSuccess @inaccessible { ok: Int }
  input RecordApiUsageInput @inaccessible { entries: [Entry!]! idempotencyKey: String! }
  input Entry @inaccessible { keyId: ID! day: String! requests: Int! errors: Int! cost: Float! }
  type Who { id: String keyId: String }
  type Grant @inaccessible {
    keyId: ID! appId: ID grantId: ID! userId: ID! username: String! role: String! permissions: [String!]!
    scopes: [ApiScope!]! origins: [String!]! networks: [String!]! lastsMs: Int!
  }
  type Person @key(fields: "id") { id: ID! name: String @scope bio: String @scope(needs: PEOPLE_READ) }
`;
const SHOWS = `${SCOPES}
  type Query { show: Show @scope(needs: SHOWS_READ) named: Named @scope }
  type Mutation { rename: Show @scope(needs: SHOWS_WRITE) }
  type Subscription { ticks: Int @scope(needs: SHOWS_READ) quiet: Int @scope }
  interface Named { title: String }
  type Show implements Named @key(fields: "id") { id: ID! title: String @scope(needs: SHOWS_READ) star: Person @scope(needs: SHOWS_READ) }
  type Person @key(fields: "id") { id: ID! shows: [Show] @scope(needs: SHOWS_READ) }
`;
const KEY = apiKeyOf(new Uint8Array(32).fill(7));

type Caller = { caller: { viewer: { id: string; keyId?: string } | null } };

type Used = { requests: number; errors: number; cost: number };

/** Two subgraphs, one of which keeps the one key there is. */
function plans(scopes: string[]) {
  const kept = { scopes, good: true, asked: 0, ticks: new Topic<{ ticks: number }>(), used: [] as Used[] };
  const show = { id: 's1', title: 'Cats', star: { id: 'p1' } };
  const keeper: SubgraphPlan = {
    name: 'keeper',
    sdl: KEEPER,
    resolvers: {
      Query: {
        who: (_: unknown, _args: unknown, { caller }: Caller) => ({ id: caller.viewer?.id, keyId: caller.viewer?.keyId }),
        apiKeyGrant: (_: unknown, { secret }: { secret: string }) => {
          kept.asked++;
          const person = { userId: 'u1', username: 'ada', role: 'user', permissions: [], origins: [], networks: [] };
          return kept.good && secret === KEY ? { ...person, keyId: 'k1', grantId: 'g1', scopes: kept.scopes, lastsMs: 3_600_000 } : null;
        },
      },
      Mutation: {
        recordApiUsage: (_: unknown, { input }: { input: { entries: Used[] } }) => {
          kept.used.push(...input.entries);
          return { __typename: 'RecordApiUsageSuccess' };
        },
      },
      Person: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Grizabella', bio: 'Moonlight.' }) },
    },
  };
  const shows: SubgraphPlan = {
    name: 'shows',
    sdl: SHOWS,
    resolvers: {
      Query: { show: () => show, named: () => ({ __typename: 'Show', ...show }) },
      Mutation: { rename: () => show },
      Subscription: { ticks: { subscribe: () => kept.ticks.subscribe() }, quiet: { subscribe: () => kept.ticks.subscribe() } },
      Person: { shows: () => [show] },
    },
  };
  return { kept, all: [keeper, shows] };
}

let issuer: Awaited<ReturnType<typeof anIssuer>>;
beforeAll(async () => (issuer = await anIssuer()));

async function world(scopes: string[] = [], options: WorldOptions = {}): Promise<World & { kept: ReturnType<typeof plans>['kept'] }> {
  const { kept, all } = plans(scopes);
  const made = await aWorld(all, { tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE }, ...options });
  afterTests(() => made.stop());
  return { ...made, kept };
}

const codeOf = (asked: { errors?: readonly { extensions?: { code?: unknown } }[] }) => asked.errors?.[0]?.extensions?.code;

describe('a key of a program', () => {
  it('is exchanged once for whom it acts for, on the header where an access token stands', async () => {
    const { ask, kept } = await world();
    expect(await ask('{ who { id keyId } }', { token: KEY })).toMatchObject({ status: 200, data: { who: { id: 'u1', keyId: 'k1' } } });
    await Promise.all([ask('{ who { id } }', { token: KEY }), ask('{ who { id } }', { token: KEY })]);
    expect(kept.asked).toBe(1);
    const other = await ask('{ who { id } }', { token: apiKeyOf(new Uint8Array(32).fill(8)) });
    expect([other.status, codeOf(other)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(await ask('{ who { id keyId } }', { token: await issuer.token() })).toMatchObject({
      data: { who: { id: 'person-1', keyId: null } },
    });
  });

  it('is not the only thing that scopes hold: a token that names some may do no more', async () => {
    const { ask } = await world();
    const token = await issuer.token({ keyId: 'hook', scopes: ['SHOWS_READ'] });
    expect(await ask('{ show { title } }', { token })).toMatchObject({ status: 200 });
    const refused = await ask('mutation { rename { __typename } }', { token });
    expect([codeOf(refused), refused.errors![0]!.extensions]).toMatchObject(['FORBIDDEN', { missingScopes: ['SHOWS_WRITE'] }]);
  });

  it.each([
    ['a field of the root', '{ show { __typename } }', 'SHOWS_READ'],
    ['a mutation', 'mutation { rename { __typename } }', 'SHOWS_WRITE'],
    ['a field of a type, however deep', '{ named { ... on Show { star { bio } } } }', 'SHOWS_READ, PEOPLE_READ'],
    [
      'a field by a fragment',
      'query Q { named { ...F } } fragment F on Show { star { ...G } } fragment G on Person { bio }',
      'SHOWS_READ, PEOPLE_READ',
    ],
    ['a field of an interface', '{ named { title } }', 'SHOWS_READ'],
    ['a field that is left out', 'query ($no: Boolean = false) { who { id } show @include(if: $no) { __typename } }', 'SHOWS_READ'],
    ['a field of another subgraph', '{ show { star { shows { title } bio } } }', 'SHOWS_READ, PEOPLE_READ'],
  ])('needs a scope for %s', async (_name, query, needed) => {
    const scopes = needed.split(', ');
    for (const missing of scopes) {
      const { ask } = await world(scopes.filter((scope) => scope !== missing));
      const refused = await ask(query, { token: KEY });
      expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', missingScopes: [missing] } }]);
      expect(refused.data ?? null).toBeNull();
    }
    const allowed = await world(scopes);
    expect((await allowed.ask(query, { token: KEY })).errors).toBeUndefined();
    // People in their apps are asked for no scope, nor are visitors.
    const none = await world();
    for (const token of [await issuer.token(), undefined]) expect((await none.ask(query, token ? { token } : {})).errors).toBeUndefined();
  });

  it('reads what it may write, reaches nothing that says nothing of keys, and always what any key may', async () => {
    const { ask } = await world(['SHOWS_WRITE']);
    expect((await ask('{ show { title star { id name } } }', { token: KEY })).data).toEqual({
      show: { title: 'Cats', star: { id: 'p1', name: 'Grizabella' } },
    });
    for (const field of ['silent', 'secretOfAccount']) {
      expect(codeOf(await ask(`{ ${field} }`, { token: KEY }))).toBe('FORBIDDEN');
      expect((await ask(`{ ${field} }`, { token: await issuer.token() })).errors).toBeUndefined();
    }
  });

  it('is counted, with what failed, and told its owner when the gateway stops at the latest', async () => {
    const { kept, all } = plans(['SHOWS_READ']);
    const { ask, stop, gateway } = await aWorld(all);
    for (const query of ['{ who { id } }', '{ show { title } }', '{ show { star { bio } } }', '{ nothing }'])
      await ask(query, { token: KEY });
    const socket = aClient(gateway.socketUrl, { token: KEY });
    await socket.ask('{ who { id } }');
    await socket.client.dispose();
    await stop();
    const sum = (name: keyof Used) => kept.used.reduce((total, entry) => total + entry[name], 0);
    expect([sum('requests'), sum('errors')]).toEqual([5, 2]);
  });

  it('ends everywhere at once: requests, sockets and streams over HTTP', async () => {
    const bus = await createBus({ logger: silentLogger });
    afterTests(() => bus.close());
    const { ask, kept, gateway } = await world(['SHOWS_READ'], { bus });
    const authorization = `Bearer ${KEY}`;
    const socket = aClient(gateway.socketUrl, { authorization });
    socket.listen('subscription { ticks }');
    const stream = new RawStream(gateway.url, 'subscription { ticks }', { token: KEY });
    await until(() => kept.ticks.listenerCount > 0 && gateway.statistics.listeners === 2);
    kept.good = false;
    await bus.push('sessions.revoked', { sessionId: 'g1' });
    await until(() => socket.closed.length > 0 && stream.ended);
    expect(socket.closed).toMatchObject([{ code: 4403 }]);
    expect(stream.text).toContain('UNAUTHENTICATED');
    expect((await ask('{ who { id } }', { token: KEY })).status).toBe(401);
  });

  it('does not shut the apps of its person out by its sockets', async () => {
    const { gateway } = await world([], { settings: { connections: { perViewer: 1, perIp: 50 } } });
    const program = aClient(gateway.socketUrl, { token: KEY });
    const again = aClient(gateway.socketUrl, { token: KEY });
    const app = aClient(gateway.socketUrl, { token: await issuer.token({ sub: 'u1' }) });
    const listening = program.listen('subscription { quiet }');
    await until(() => gateway.statistics.sockets === 1 && gateway.statistics.listeners === 1, 'the program listens');
    again.listen('subscription { quiet }');
    await until(() => again.closed.length > 0);
    expect(again.closed).toMatchObject([{ code: 1013 }]);
    expect((await app.ask('{ who { id keyId } }')).data).toEqual({ who: { id: 'u1', keyId: null } });
    listening.stop();
    await Promise.all([program.client.dispose(), app.client.dispose()]);
  });

  it('is held to its scopes on a socket, and pays from its own budget', async () => {
    const keys = { operations: 2, windowSeconds: 60, slowFrom: Infinity, slowStepMs: 0, slowMostMs: 0, cost: 1_000, atOnce: 5 };
    const many = { ...keys, operations: 1_000 };
    const { ask, gateway } = await world([], { settings: { rates: { keys, signedIn: many, anonymous: many, signIn: many } } });
    const socket = aClient(gateway.socketUrl, { token: KEY });
    await expect(socket.ask('{ show { title } }')).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await ask('{ who { id } }', { token: KEY })).headers.get('ratelimit-remaining')).toBe('0');
    expect((await ask('{ who { id } }', { token: KEY })).status).toBe(429);
    expect((await ask('{ who { id } }', { token: await issuer.token({ sub: 'u1' }) })).status).toBe(200);
    await socket.client.dispose();
  });
});
