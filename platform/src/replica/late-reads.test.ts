import { parse, type GraphQLSchema } from 'graphql';
import { createMemoryCache } from '../cache';
import { silentLogger } from '../logger';
import { allow } from '../rules';
import { SubgraphExecutor } from '../subgraph/executor';
import { buildSchema } from '../subgraph/schema';
import { callerFor } from '../testing/viewers';
import type { Caller } from '../viewer';
import { SubgraphMeter } from '../watching';
import { LateOperations } from './late-operations';
import { LateReads } from './late-reads';

interface Context {
  caller: Caller;
  from: 'home' | 'replica';
}

const SDL = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    place(id: ID!): Place
    found: [Place] @cacheControl(maxAge: 30)
    fails: Place
    mine: Place @cacheControl(scope: PRIVATE)
    never: Place @cacheControl(maxAge: 0)
    unsaid: String
  }
  type Mutation { move: String }
  type Place @key(fields: "id") @cacheControl(maxAge: 60) { id: ID! from: String own: String @cacheControl(scope: PRIVATE) }
  type Ticket @key(fields: "id") { id: ID! from: String }
`);

const place = (_: unknown, __: unknown, { from }: Context) => ({ id: 'p', from });
const schema = buildSchema({
  typeDefs: SDL,
  resolvers: {
    Query: {
      place: (_: unknown, { id }: { id: string }, context: Context) =>
        id === 'nowhere' || (id === 'new' && context.from === 'replica') ? null : place(_, _, context),
      found: (...given: [unknown, unknown, Context]) => [place(...given)],
      fails: (...given: [unknown, unknown, Context]) => {
        if (given[2].from === 'replica') throw new Error('away');
        return place(...given);
      },
      mine: place,
      never: place,
      unsaid: (_: unknown, __: unknown, { from }: Context) => from,
    },
    Mutation: { move: () => 'moved' },
    Place: {
      __resolveReference: ({ id }: { id: string }, { from }: Context) => (id === 'new' && from === 'replica' ? null : { id, from }),
      own: (_: unknown, __: unknown, { from }: Context) => from,
    },
    Ticket: { __resolveReference: ({ id }: { id: string }, { from }: Context) => ({ id, from }) },
  },
  permissions: {
    Query: { place: allow, found: allow, fails: allow, mine: allow, never: allow, unsaid: allow },
    Mutation: { move: allow },
    Place: allow,
    Ticket: allow,
  } as never,
}) as GraphQLSchema;

const visitor = callerFor(null);
const person = (id = 'p') => callerFor({ id, username: id, role: 'user', permissions: [], sessionId: 's' });

function aSubgraph({ maxLagMs = 60_000, cache = createMemoryCache() } = {}) {
  const replica = { isUsable: true };
  const bus = { healthy: true };
  const meter = new SubgraphMeter('places');
  const late = new LateReads<Context>({
    operations: new LateOperations(schema, SDL),
    replica,
    maxLagMs,
    cache,
    areTogether: () => Promise.resolve(bus.healthy),
    contextFor: (caller) => ({ caller, from: 'replica' }),
    meter,
  });
  const executor = new SubgraphExecutor<Context>(schema, (caller) => ({ caller, from: 'home' }), silentLogger, undefined, undefined, late);
  const ask = async (query: string, caller: Caller = visitor, more: object = {}) => {
    const { data, errors } = await executor.execute({ query, caller, ...more });
    expect(errors).toBeUndefined();
    return data as Record<string, never>;
  };
  const reads = (outcome: string) => meter.counters.find(({ name }) => name === 'marquee_replica_reads_total')!.with(outcome).value;
  return { ask, replica, bus, reads };
}

const REPLICA = { from: 'replica' };
const HOME = { from: 'home' };
const PLACE = '{ place(id: "a") { from } }';

describe('a query of a visitor', () => {
  test('is read from the replica where the schema says how long every field of its root may be kept', async () => {
    const { ask } = aSubgraph();
    expect(await ask(PLACE)).toEqual({ place: REPLICA });
    expect(await ask('{ found { from own } }')).toEqual({ found: [{ from: 'replica', own: 'replica' }] });
    expect(await ask('query { ...F } fragment F on Query { place(id: "a") { from } }')).toEqual({ place: REPLICA });
    expect(await ask('{ unsaid }')).toEqual({ unsaid: 'home' });
    expect(await ask('{ place(id: "a") { from } unsaid }')).toEqual({ place: HOME, unsaid: 'home' });
    expect(await ask('{ never { from } }')).toEqual({ never: HOME });
    expect(await ask('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  test('by reference is read there where the types may be kept', async () => {
    const { ask } = aSubgraph();
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Place { from } ... on Ticket { from } } }';
    const places = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Place { from } } }';
    const of = [{ __typename: 'Place', id: 'a' }];
    expect(await ask(places, visitor, { variables: { of } })).toEqual({ _entities: [REPLICA] });
    expect(await ask(query, visitor, { variables: { of } })).toEqual({ _entities: [HOME] });
    // One that the replica does not have yet.
    expect(await ask(places, visitor, { variables: { of: [...of, { __typename: 'Place', id: 'new' }] } })).toEqual({
      _entities: [HOME, HOME],
    });
  });

  test('is asked at home once more where something is not there, or fails', async () => {
    const { ask, reads } = aSubgraph();
    expect(await ask('{ place(id: "new") { from } }')).toEqual({ place: HOME });
    expect(await ask('{ place(id: "nowhere") { from } }')).toEqual({ place: null });
    expect(await ask('{ fails { from } }')).toEqual({ fails: HOME });
    expect([reads('answered'), reads('again')]).toEqual([0, 3]);
    await ask(PLACE);
    expect([reads('answered'), reads('again')]).toEqual([1, 3]);
  });

  test('is read at home while the replica is late or away', async () => {
    const { ask, replica } = aSubgraph();
    replica.isUsable = false;
    expect(await ask(PLACE)).toEqual({ place: HOME });
  });

  test("shares a context with the other parts of its client's query that are read from the same place, and with no others", async () => {
    const { ask } = aSubgraph();
    const contexts = new Map<object, unknown>();
    const answers = [
      await ask(PLACE, visitor, { contexts }),
      await ask('{ unsaid }', visitor, { contexts }),
      await ask(PLACE, visitor, { contexts }),
    ];
    expect(answers).toEqual([{ place: REPLICA }, { unsaid: 'home' }, { place: REPLICA }]);
    expect(contexts.size).toBe(2);
  });
});

describe('a query of a person', () => {
  test('is read from the replica where nothing in it is their own, and not by reference', async () => {
    const { ask } = aSubgraph();
    expect(await ask(PLACE, person())).toEqual({ place: REPLICA });
    expect(await ask('{ place(id: "a") { from own } }', person())).toEqual({ place: { from: 'home', own: 'home' } });
    expect(await ask('{ mine { from } }', person())).toEqual({ mine: HOME });
    expect(await ask('{ mine { from } }')).toEqual({ mine: REPLICA });
    const of = [{ __typename: 'Place', id: 'a' }];
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Place { from } } }';
    expect(await ask(query, person(), { variables: { of } })).toEqual({ _entities: [HOME] });
  });

  test('is read at home after a change of theirs, for as long as the replica may be late; others read on', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    try {
      const { ask } = aSubgraph({ maxLagMs: 2_000 });
      await ask('mutation { move }', person());
      expect(await ask(PLACE, person())).toEqual({ place: HOME });
      expect(await ask(PLACE, person('other'))).toEqual({ place: REPLICA });
      vi.advanceTimersByTime(1_900);
      expect(await ask(PLACE, person())).toEqual({ place: HOME });
      vi.advanceTimersByTime(200);
      expect(await ask(PLACE, person())).toEqual({ place: REPLICA });
    } finally {
      vi.useRealTimers();
    }
  });

  test('is read at home wherever in another process they have changed something', async () => {
    const cache = createMemoryCache();
    const [one, other] = [aSubgraph({ cache }), aSubgraph({ cache })];
    await one.ask('mutation { move }', person());
    expect(await other.ask(PLACE, person())).toEqual({ place: HOME });
  });

  test('is read at home while processes do not hear of each other', async () => {
    const { ask, bus } = aSubgraph();
    bus.healthy = false;
    expect(await ask(PLACE, person())).toEqual({ place: HOME });
    expect(await ask(PLACE)).toEqual({ place: REPLICA });
  });
});
