import type { GraphQLFormattedError } from 'graphql';
import { aMarket } from './market';
import { aWorld, type World } from './kit';
import { RawStream } from './multipart-client';
import { RawSocket, until } from './socket';

const market = aMarket();
let world: World;

beforeAll(async () => {
  world = await aWorld(market.plans);
});
afterAll(() => world.stop());

/** Every way in, each answering the errors with which an operation is refused. */
const WAYS: [string, (query: string, variables?: Record<string, unknown>) => Promise<readonly GraphQLFormattedError[]>][] = [
  [
    'HTTP',
    async (query, variables) =>
      (await world.ask(query, { variables })).errors?.map((error) => error as unknown as GraphQLFormattedError) ?? [],
  ],
  [
    'a socket',
    async (query, variables) => {
      const socket = await new RawSocket(world.gateway.socketUrl).ready();
      socket.send({ id: '1', type: 'subscribe', payload: { query, variables } });
      await until(() => socket.received.some(({ id }) => id === '1'));
      socket.close();
      const answer = socket.received.find(({ id }) => id === '1')!;
      return answer.type === 'error' ? (answer.payload as GraphQLFormattedError[]) : [];
    },
  ],
  [
    'HTTP that takes parts',
    async (query, variables) => {
      const { body } = await new RawStream(world.gateway.url, query, { variables }).answer();
      return body.errors ?? [];
    },
  ],
];

const many = (count: number, field: (at: number) => string) => Array.from({ length: count }, (_, at) => field(at)).join(' ');

describe.each(WAYS)('over %s', (_way, send) => {
  test.each<[string, string, string]>([
    ['an operation that would cost too much', '{ things(first: 1001) { id } }', 'The operation would cost 1001; at most 1000 is allowed.'],
    ['21 fields at the root', `{ ${many(21, () => '__typename')} }`, 'too many fields at the root; at most 20'],
    ['six mutations at once', `mutation { ${many(6, (at) => `m${at}: rename { id }`)} }`, 'too many fields at the root; at most 5'],
    [
      'root fields behind fragments',
      `mutation { ...Three ...Three } fragment Three on Mutation { a: rename { id } b: rename { id } c: rename { id } }`,
      'too many fields at the root; at most 5',
    ],
    [
      '51 directives',
      `{ ${many(5, (at) => `a${at}: things { ${many(10, () => 'name @include(if: true)')} }`)} dear @skip(if: true) }`,
      '51 directives; at most 50',
    ],
    [
      'a short document that fragments make an immense one',
      `{ things { ...F0 } } ${many(8, (at) => `fragment F${at} on Thing { ${many(8, () => `parts { ...${at === 7 ? 'End' : `F${at + 1}`} }`)} }`)} fragment End on Thing { id }`,
      'fields, its fragments spread out; at most 10000',
    ],
    ['two sensitive mutations', 'mutation { signIn pay }', '2 sensitive mutations'],
    ['one sensitive mutation under two names', 'mutation { a: signIn(name: "a") b: signIn(name: "b") }', '2 sensitive mutations'],
    ['two spread from a fragment', 'mutation { ...A b: signIn } fragment A on Mutation { a: signIn }', '2 sensitive mutations'],
  ])('%s is refused', async (_title, query, message) => {
    const errors = await send(query);
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
  });

  test('variables say how much an operation costs, and it is refused before anything runs', async () => {
    const query = 'query ($n: Int) { things(first: $n) { parts(first: 9) { id } } }';
    const before = world.subgraphs.market!.received.length;
    expect((await send(query, { n: 101 }))[0]).toMatchObject({
      extensions: {
        code: 'QUERY_TOO_COMPLEX',
        requestedQueryCost: 1010,
        maximumCost: 1000,
        dearest: { path: ['things', 'parts'], sizes: [101, 9] },
      },
    });
    expect(world.subgraphs.market!.received).toHaveLength(before);
    expect(await send(query, { n: 100 })).toEqual([]);
  });

  test('one sensitive mutation passes', async () => {
    expect(await send('mutation { signIn(name: "once") rename { id } }')).toEqual([]);
    expect(market.signIns.filter((name) => name === 'a' || name === 'b')).toEqual([]);
  });
});

test('two sensitive mutations in operations side by side are refused, though only one would run', async () => {
  const document = 'mutation A { signIn } mutation B { signIn }';
  expect((await world.ask(document, { operationName: 'A' })).errors?.[0]?.message).toContain('2 sensitive mutations');
});

test('a subscription is refused for its cost too, on a socket and as a stream over HTTP', async () => {
  const query = 'subscription ($n: Int!) { things(first: $n) { id } }';
  expect((await WAYS[1]![1](query, { n: 1_001 }))[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
  const stream = new RawStream(world.gateway.url, query, { variables: { n: 1_001 } });
  await until(() => stream.ended);
  expect(stream.text).toContain('QUERY_TOO_COMPLEX');
  expect(stream.events).toEqual([]);
});

test('fragments that contain each other are refused at once, however often', async () => {
  const fragments = many(25, (at) => `fragment F${at} on Mutation { ...F${(at + 1) % 25} ...F${(at + 1) % 25} }`);
  const started = performance.now();
  const { errors } = await world.ask(`mutation { ...F0 } ${fragments}`);
  expect(errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a supergraph that says nothing about costs has no limit of cost: its lists are not known', async () => {
  const other = await aWorld([
    { name: 'other', sdl: 'type Query { all: [A!]! } type A { all: [A!]! id: ID }', resolvers: { Query: { all: () => [] } } },
  ]);
  try {
    expect(await other.ask('{ all { all { all { all { all { id } } } } } }')).toMatchObject({ data: { all: [] } });
  } finally {
    await other.stop();
  }
});

test('every limit can be chosen', async () => {
  const generous = await aWorld(aMarket().plans, {
    settings: { limits: { maxCost: 5_000, maxMutations: 6, maxRootFields: 30, maxDirectives: 60 } },
  });
  try {
    expect((await generous.ask('{ things(first: 4000) { id } }')).errors).toBeUndefined();
    expect((await generous.ask(`mutation { ${many(6, (at) => `m${at}: rename { id }`)} }`)).errors).toBeUndefined();
  } finally {
    await generous.stop();
  }
});
