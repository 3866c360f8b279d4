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
    ['eleven levels', `{ things { ${'parts { '.repeat(9)} parts { id } ${'}'.repeat(9)} } }`, 'nests fields 12 levels deep; at most 10'],
    ['16 aliases', `{ things { ${many(16, (at) => `a${at}: id`)} } }`, '16 aliases; at most 15'],
    [
      'aliases in a fragment, each time it is spread',
      '{ things { ...A parts { ...A } } } fragment A on Thing { ' + many(8, (at) => `a${at}: id`) + ' }',
      '16 aliases; at most 15',
    ],
    ['aliases of __typename', `{ ${many(16, (at) => `a${at}: __typename`)} }`, '16 aliases; at most 15'],
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

  test.each<[string, string, string]>([
    ['more than 1,000 tokens', `{ ${'id '.repeat(1_001)} }`, 'GRAPHQL_PARSE_FAILED'],
    [
      'fragments that contain each other',
      '{ things { ...A } } fragment A on Thing { ...B } fragment B on Thing { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'introspection that goes round in circles',
      `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a batch of operations', '{ things { id } } { dear }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s: refused', async (_title, query, code) => {
    expect((await send(query)).map(({ extensions }) => extensions?.code)).toContain(code);
  });

  test('at most five of the faults of an operation are told', async () => {
    const told = await send(`{ ${many(9, (at) => `wrong${at}`)} }`);
    expect(told).toHaveLength(6);
    expect(told.at(-1)!.message).toContain('Too many validation errors');
  });

  test.each<[string, string, Record<string, unknown>, number]>([
    ['a default of a variable', 'query ($n: Int = 1001) { things(first: $n) { id } }', {}, 1_001],
    ['null, which is none', 'query ($n: Int = 2) { things(first: $n) { parts(first: 100) { id } } }', { n: null }, 1_010],
    [
      'a negative number, which is no number of items',
      'query ($n: Int) { things(first: $n) { parts(first: 100) { id } } }',
      { n: -1_000 },
      1_010,
    ],
    ['lists in lists', 'query ($n: Int) { things(first: $n) { parts(first: $n) { id } } }', { n: 32 }, 1_056],
    ['a number that is text', 'query ($n: Int) { things(first: $n) { parts(first: 100) { id } } }', { n: '1' }, 1_010],
  ])('the cost of %s is reckoned', async (_title, query, variables, cost) => {
    expect((await send(query, variables))[0]).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX', requestedQueryCost: cost } });
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
  expect(await new RawStream(world.gateway.url, query, { variables: { n: 1_001 } }).answer()).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] },
  });
  expect(await new RawStream(world.gateway.url, query, { variables: { n: 'many' } }).answer()).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  });
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

describe('a schema that is not public', () => {
  let shut: World;
  beforeAll(async () => {
    [shut, world] = [world, await aWorld(aMarket().plans, { settings: { limits: { introspection: false, hideSchemaDetails: true } } })];
  });
  afterAll(async () => {
    await world.stop();
    world = shut;
  });

  describe.each(WAYS)('over %s', (_way, send) => {
    test.each([
      ['a type', '{ __type(name: "Thing") { name } }'],
      ['the schema', '{ __schema { types { name } } }'],
      ['the schema under another name', '{ __typename x: __schema { types { name } } }'],
      ['the schema in a fragment', '{ ...A } fragment A on Query { ... { __schema { types { name } } } }'],
    ])('%s is not shown', async (_title, query) => {
      expect(await send(query)).toEqual([
        expect.objectContaining({
          message: expect.stringContaining('This schema is not public'),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
      ]);
    });

    test.each([
      ['a field', '{ thing { id } }', {}],
      ['an argument', '{ things(frist: 1) { id } }', {}],
      ['a type', '{ things { ... on Thin { id } } }', {}],
      ['selections', '{ things }', {}],
      ['a value', 'query ($n: Int) { things(first: $n) { id } }', { n: 'five' }],
      ['a directive', '{ things @incude(if: true) { id } }', {}],
    ])('nothing is hinted at by what is wrong with %s', async (_title, query, variables) => {
      const errors = await send(query, variables);
      expect(errors).not.toEqual([]);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean|"things"|\bfirst\b|"Thing"/i);
    });
  });
});
