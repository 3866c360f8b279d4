import { createBus, silentLogger, type Bus, type ListenOptions } from '@marquee/platform';
import { afterTests, eventually } from '@marquee/platform/testing';
import { anIssuer, AUDIENCE, aWorld, ISSUER, type SubgraphPlan, type World, type WorldOptions } from './kit';
import { RawSocket } from './socket';

const SDL = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@inaccessible", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/limits/v1.0", import: ["@consequential"])
    @composeDirective(name: "@consequential")
  directive @consequential on FIELD_DEFINITION
  type Query {
    viewerId: String
    endedSessions(since: String): EndedSessions! @inaccessible
    sessionLasts(id: ID!): Boolean! @inaccessible
  }
  type EndedSessions @inaccessible { sessions: [EndedSession!]! since: String! }
  type EndedSession @inaccessible { id: ID! tokensExpireInMs: Int! }
  type Mutation { pay: String @consequential wave: String }
`;

/** The owner of sessions, who can fall silent and lose its pushes. */
function anOwner() {
  const ended: string[] = [];
  const owner = {
    ended,
    asked: [] as (string | null)[],
    answersLists: true,
    answers: true,
    plan: {
      name: 'keeper',
      sdl: SDL,
      resolvers: {
        Query: {
          viewerId: (_: unknown, _args: unknown, { caller }: { caller: { viewer: { id: string } | null } }) => caller.viewer?.id ?? null,
          endedSessions: (_: unknown, { since }: { since: string | null }) => {
            owner.asked.push(since);
            if (!owner.answers || !owner.answersLists) throw new Error('no answer');
            const sessions = ended.slice(Number(since ?? 0)).map((id) => ({ id, tokensExpireInMs: 900_000 }));
            return { sessions, since: String(ended.length) };
          },
          sessionLasts: (_: unknown, { id }: { id: string }) => {
            if (!owner.answers) throw new Error('no answer');
            return !ended.includes(id);
          },
        },
        Mutation: { pay: () => 'paid', wave: () => 'waved' },
      },
    } satisfies SubgraphPlan,
  };
  return owner;
}

const NEVER_AGAIN = { askEveryMs: 3_600_000, askWithoutPushesMs: 3_600_000 };

let issuer: Awaited<ReturnType<typeof anIssuer>>;
beforeAll(async () => (issuer = await anIssuer()));
const tokenOf = (sessionId: string) => issuer.token({ sub: `owner of ${sessionId}`, sessionId });

/** A bus whose connection the test breaks and mends. */
async function aBus() {
  const inner = await createBus({ logger: silentLogger });
  afterTests(() => inner.close());
  let options: ListenOptions | undefined;
  const listen: Bus['listen'] = (channel, listener, given) => {
    options = given;
    return inner.listen(channel, listener, given);
  };
  const bus = new Proxy(inner, {
    get: (target, name) => {
      if (name === 'listen') return listen;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { bus, lose: () => options!.onLost!(), mend: () => options!.onGap!() };
}

async function world(owner: ReturnType<typeof anOwner>, options: WorldOptions = {}): Promise<World> {
  const made = await aWorld([owner.plan], {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    bus: (await aBus()).bus,
    ...options,
  });
  afterTests(() => made.stop());
  return made;
}

const codeOf = (asked: { errors?: readonly { extensions?: Record<string, unknown> }[] }) => asked.errors?.[0]?.extensions?.code;

describe.each(['process', 'http'] as const)('a gateway that starts, its subgraphs over %s,', (over) => {
  test('knows the sessions that ended before it did (security F1, users F4)', async () => {
    const owner = anOwner();
    owner.ended.push('ended');
    const { ask } = await world(owner, { over, settings: { sessions: NEVER_AGAIN } });
    expect((await ask('{ viewerId }', { token: await tokenOf('ended') })).status).toBe(401);
    expect((await ask('{ viewerId }', { token: await tokenOf('open') })).data).toEqual({ viewerId: 'owner of open' });
  });

  test('serves after its time even when the owner is silent; what is consequential is refused until somebody can say', async () => {
    const owner = anOwner();
    owner.answers = false;
    const { ask } = await world(owner, { over, settings: { sessions: { readyWithinMs: 200, againAfterMs: 50 } } });
    const token = await tokenOf('open');
    expect((await ask('mutation { wave }', { token })).data).toEqual({ wave: 'waved' });
    expect((await ask('mutation { pay }')).data).toEqual({ pay: 'paid' });
    const refused = await ask('mutation { pay }', { token });
    expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }] });
    owner.answers = true;
    await eventually(async () => expect((await ask('mutation { pay }', { token })).data).toEqual({ pay: 'paid' }));
  });

  test('asks for one session while it has no list', async () => {
    const owner = anOwner();
    owner.answersLists = false;
    owner.ended.push('ended');
    const { ask } = await world(owner, { over, settings: { sessions: { readyWithinMs: 50, againAfterMs: 3_600_000 } } });
    const token = await tokenOf('ended');
    expect((await ask('{ viewerId }', { token })).data).toEqual({ viewerId: 'owner of ended' });
    expect((await ask('mutation { pay }', { token: await tokenOf('open') })).data).toEqual({ pay: 'paid' });
    const hidden = 'mutation { ...Root } fragment Root on Mutation { ... on Mutation { wave: pay } }';
    expect(await ask(hidden, { token })).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    // What was learned is not forgotten.
    expect((await ask('{ viewerId }', { token })).status).toBe(401);
  });
});

test('a push that was lost costs at most the time until the list is read again, sockets included (security F2)', async () => {
  const owner = anOwner();
  const { ask, gateway } = await world(owner, { settings: { sessions: { askEveryMs: 50 } } });
  const token = await tokenOf('ended');
  const socket = await new RawSocket(gateway.socketUrl).ready({ token });
  owner.ended.push('ended');
  await eventually(async () => expect((await ask('{ viewerId }', { token })).status).toBe(401));
  expect(await socket.closed).toEqual({ code: 4403, reason: 'Session ended' });
  expect(owner.asked.slice(0, 2)).toEqual([null, '0']);
});

test('control: without the list a push that was lost is lost', async () => {
  const owner = anOwner();
  const { ask } = await world(owner, { settings: { sessions: NEVER_AGAIN } });
  owner.ended.push('ended');
  const token = await tokenOf('ended');
  expect((await ask('mutation { pay }', { token })).data).toEqual({ pay: 'paid' });
});

test('while the bus is away consequential operations ask the owner; when it is back the list is read', async () => {
  const owner = anOwner();
  const { bus, lose, mend } = await aBus();
  const { ask } = await world(owner, { bus, settings: { sessions: NEVER_AGAIN } });
  const token = await tokenOf('ended');
  lose();
  owner.ended.push('ended');
  expect((await ask('{ viewerId }', { token })).data).toEqual({ viewerId: 'owner of ended' });
  expect(codeOf(await ask('mutation { pay }', { token }))).toBe('UNAUTHENTICATED');
  owner.ended.push('other');
  const other = await tokenOf('other');
  mend();
  await eventually(async () => expect((await ask('{ viewerId }', { token: other })).status).toBe(401));
});

test('attempts to reach the bus again that fail do not put off the next list', async () => {
  const owner = anOwner();
  const { bus, lose } = await aBus();
  const { ask } = await world(owner, { bus, settings: { sessions: { askWithoutPushesMs: 100 } } });
  const failing = setInterval(lose, 20);
  owner.ended.push('ended');
  const token = await tokenOf('ended');
  await eventually(async () => expect((await ask('{ viewerId }', { token })).status).toBe(401));
  clearInterval(failing);
});

test('a gateway without a bus asks before every consequential operation', async () => {
  const owner = anOwner();
  const { ask } = await world(owner, { bus: undefined, settings: { sessions: NEVER_AGAIN } });
  const token = await tokenOf('ended');
  expect((await ask('mutation { pay }', { token })).data).toEqual({ pay: 'paid' });
  owner.ended.push('ended');
  expect(codeOf(await ask('mutation { pay }', { token }))).toBe('UNAUTHENTICATED');
});

test('nobody can ask for the sessions of others: the questions are not in the API', async () => {
  const { ask } = await world(anOwner());
  for (const query of ['{ endedSessions { since } }', '{ sessionLasts(id: "open") }'])
    expect(codeOf(await ask(query))).toBe('GRAPHQL_VALIDATION_FAILED');
});
