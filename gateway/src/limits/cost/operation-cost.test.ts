import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { fragmentsOf } from '../../document/fragments';
import { OperationCost } from './operation-cost';
import { Weights } from './weights';

const SDL = `
  schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) { query: Query mutation: Mutation }
  directive @link(url: String, as: String, import: [link__Import]) repeatable on SCHEMA
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  scalar link__Import
  type Query {
    book: Book
    books(first: Int = 5): [Book!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    shelf(first: Int, last: Int): BookConnection! @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Book!]! @listSize(slicingArguments: ["first", "last"])
    strictWithDefault(first: Int = 3, last: Int): [Book!]! @listSize(slicingArguments: ["first", "last"])
    fifty: [Book!]! @listSize(assumedSize: 50)
    unknown: [Book!]!
    grid: [[Book!]!]!
    search(filter: Filter, filters: [Filter!], text: String @cost(weight: 7)): Int @cost(weight: 3)
    item: Item
    items(first: Int): [Item!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    words(first: Int): [String!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    dearWords(first: Int): [String!]! @cost(weight: 2) @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
  }
  type Mutation { rename(title: String): Book }
  input Filter { text: String  near: String @cost(weight: 5)  not: Filter }
  type BookConnection { edges: [BookEdge!]!  nodes: [Book!]!  totalCount: Int }
  type BookEdge { node: Book! }
  interface Item { id: ID  similar(first: Int): [Item!]! }
  type Book implements Item { id: ID  title: String  author: Author  similar(first: Int): [Item!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  type Author { name: String  books: [Book!]! @listSize(assumedSize: 4) }
  type Film implements Item @cost(weight: 9) { id: ID  cast: [Author!]! @listSize(assumedSize: 30)  similar(first: Int): [Item!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
`;

const schema = buildSchema(SDL);

function costOf(query: string): OperationCost {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return new OperationCost(schema, new Weights(parse(SDL)), getOperationAST(document, null)!, fragmentsOf(document));
}

const requested = (query: string, variables: Record<string, unknown> = {}) => costOf(query).requested(variables);

describe('what an operation asks for', () => {
  test.each<[string, string, number]>([
    ['leaves cost nothing', '{ words(first: 80) }', 0],
    ['an object costs 1', '{ book { title author { name } } }', 2],
    ['a list costs as many times as it has items', '{ books(first: 30) { author { name } } }', 60],
    ['a slicing argument has a default', '{ books { title } }', 5],
    ['a list assumed to be of a size', '{ fifty { title } }', 50],
    ['a list of which nothing is known has 10 items', '{ unknown { title } }', 10],
    ['a list of lists has 10 times 10', '{ grid { title } }', 100],
    [
      'the lists of a connection have its size',
      '{ shelf(first: 7) { nodes { title } edges { node { title } } totalCount } }',
      1 + 7 + 2 * 7,
    ],
    ['a connection without a size is assumed to have one', '{ shelf { nodes { title } } }', 21],
    ['the larger of two slicing arguments counts', '{ shelf(first: 3, last: 8) { nodes { title } } }', 9],
    ['null for a slicing argument is none', '{ shelf(first: null) { nodes { title } } }', 21],
    ['a negative number of items says nothing', '{ books(first: -4) { title } }', 10],
    ['no items cost nothing', '{ books(first: 0) { title } }', 0],
    ['lists multiply', '{ books(first: 10) { author { books { title } } } }', 10 * (1 + 1 + 4)],
    ['@cost of a field and its argument', '{ search(text: "x") }', 10],
    ['@cost of a list counts for each item', '{ dearWords(first: 6) }', 12],
    ['an input object costs 1 and what is in it', '{ search(filter: { text: "a", near: "b", not: { near: "c" } }) }', 3 + 1 + 5 + 1 + 5],
    ['each input object of a list', '{ search(filters: [{ text: "a" }, {}]) }', 3 + 2],
    ['a mutation costs 10 more', 'mutation { rename(title: "x") { title } }', 11],
    ['__typename costs nothing', '{ __typename book { __typename } }', 1],
    ['reading the schema has a price', '{ __schema { types { name } } }', 50],
    ['an alias costs as much again', '{ a: books(first: 10) { title } b: books(first: 10) { title } }', 20],
    ['one field written twice costs once', '{ book { author { name } } book { author { name } title } }', 2],
    ['a fragment costs where it is spread', '{ ...Two } fragment Two on Query { books(first: 2) { title } }', 2],
    [
      'what constants leave out costs nothing',
      '{ book @skip(if: true) { title } books(first: 2) @include(if: false) { title } item { id } }',
      9,
    ],
  ])('%s', (_title, query, cost) => expect(requested(query)).toBe(cost));

  test('of the types that an item can be, the dearest counts', () => {
    expect(requested('{ item { id } }')).toBe(9);
    expect(requested('{ item { ... on Book { author { name } } } }')).toBe(9);
    expect(requested('{ item { ... on Film { cast { name } } ... on Book { author { name } } } }')).toBe(9 + 30);
    expect(requested('{ items(first: 4) { ... on Book { similar(first: 100) { id } } } }')).toBe(4 * (1 + 900));
  });
});

describe('variables', () => {
  const books = 'query ($n: Int) { books(first: $n) { title } }';

  test('say how many items there are', () => {
    expect(requested(books, { n: 40 })).toBe(40);
    expect(requested('query ($n: Int) { shelf(first: $n) { nodes { title } } }', { n: 100 })).toBe(101);
  });

  test("that are not given leave it to the default: their own, the argument's, what is assumed", () => {
    expect(requested('query ($n: Int = 8) { books(first: $n) { title } }')).toBe(8);
    expect(requested(books)).toBe(5);
    expect(requested('query ($n: Int) { shelf(first: $n) { nodes { title } } }')).toBe(21);
    expect(requested('query ($n: Int) { shelf(first: $n) { nodes { title } } }', { n: null })).toBe(21);
  });

  test('decide what is left out', () => {
    const query = 'query ($all: Boolean = false) { books(first: 50) @include(if: $all) { title } book @skip(if: $all) { title } }';
    expect(requested(query)).toBe(1);
    expect(requested(query, { all: true })).toBe(50);
    expect(
      requested('query ($a: Boolean!) { book { author { name } } ... @include(if: $a) { book { author { books { title } } } } }', {
        a: false,
      }),
    ).toBe(2);
    expect(
      requested('query ($a: Boolean!) { book { author { name } } ... @include(if: $a) { book { author { books { title } } } } }', {
        a: true,
      }),
    ).toBe(6);
  });

  test('hold input objects', () => {
    const query = 'query ($filter: Filter, $filters: [Filter!]) { search(filter: $filter, filters: $filters) }';
    expect(requested(query)).toBe(3);
    expect(requested(query, { filter: { near: 'x', not: {} }, filters: [{}, {}, {}] })).toBe(3 + 1 + 5 + 1 + 3);
    expect(requested(query, { filters: { text: 'one instead of a list of one' } })).toBe(4);
  });

  test('of wrong types and immense sizes are not free', () => {
    expect(requested(books, { n: 'many' })).toBe(10);
    expect(costOf(books).refusal({ n: 1e308 }, 1_000)).not.toBeNull();
    let filter: object = {};
    for (let depth = 0; depth < 30_000; depth++) filter = { not: filter };
    expect(costOf('query ($filter: Filter) { search(filter: $filter) }').refusal({ filter }, 1_000)?.code).toBe('QUERY_TOO_COMPLEX');
  });
});

describe('a refusal', () => {
  test('says what it would cost, what is allowed and which part is dear', () => {
    const error = costOf('query ($n: Int) { book { title } books(first: $n) { author { books { author { name } } } } }').refusal(
      { n: 100 },
      500,
    )!;
    expect(error.message).toBe(
      'The operation would cost 1001; at most 500 is allowed. The dearest part is books.author.books (800, with 100 × 4 items): ask for fewer items, or for less of each.',
    );
    expect(error.extensions).toEqual({
      code: 'QUERY_TOO_COMPLEX',
      requestedQueryCost: 1001,
      maximumCost: 500,
      dearest: { path: ['books', 'author', 'books'], cost: 800, sizes: [100, 4] },
    });
  });

  test('what costs exactly the maximum passes', () => {
    expect(costOf('{ books(first: 500) { title } }').refusal({}, 500)).toBeNull();
    expect(costOf('{ books(first: 501) { title } }').alwaysRefused(500)).not.toBeNull();
  });

  test('a field that wants exactly one slicing argument says so', () => {
    const strict = 'query ($first: Int, $last: Int) { strict(first: $first, last: $last) { title } }';
    expect(costOf(strict).refusal({ first: 3 }, 100)).toBeNull();
    expect(costOf(strict).refusal({ first: 3, last: null }, 100)).toBeNull();
    expect(costOf(strict).refusal({}, 100)?.message).toBe(
      'Query.strict takes exactly one of its arguments first, last, but none is given.',
    );
    expect(costOf(strict).refusal({ first: 3, last: 4 }, 100)?.message).toContain('but 2 are given');
    expect(costOf('{ strict { title } }').refusal({}, 100)?.code).toBe('BAD_USER_INPUT');
    expect(costOf('{ strictWithDefault { title } }').refusal({}, 100)).toBeNull();
    expect(costOf('{ strictWithDefault(last: 9) { title } }').requested({})).toBe(9);
  });

  test('fragments with exponentially many ways through them are refused, not gone through', () => {
    const fragments = Array.from(
      { length: 25 },
      (_, at) =>
        `fragment F${at} on Book { ...${at === 24 ? 'End' : `F${at + 1}`} @include(if: $a${at}) ...${at === 24 ? 'End' : `F${at + 1}`} @include(if: $b${at}) }`,
    );
    const variables = Array.from({ length: 25 }, (_, at) => `$a${at}: Boolean!, $b${at}: Boolean!`);
    const query = `query (${variables.join()}) { book { ...F0 } } fragment End on Book { title } ${fragments.join('\n')}`;
    expect(() => costOf(query)).toThrow('too many ways through its fragments');
  });

  test('interfaces in interfaces are reckoned without going through every combination of types', () => {
    const nested = (depth: number): string => (depth === 0 ? 'id' : `similar(first: 1) { ${nested(depth - 1)} }`);
    expect(requested(`{ item { ${nested(40)} } }`)).toBe(9 * 41);
  });
});

describe('what an answer cost', () => {
  const actual = (query: string, data: Record<string, unknown>, variables: Record<string, unknown> = {}) =>
    costOf(query).actual(data, variables);

  test('lists count as long as they are', () => {
    const query = 'query ($n: Int) { books(first: $n) { author { name } } }';
    const book = { author: { name: 'Ursula' } };
    expect(actual(query, { books: [book, book, book] }, { n: 100 })).toBe(6);
    expect(actual(query, { books: [] }, { n: 100 })).toBe(0);
  });

  test('lists in lists, by the type that each item has', () => {
    const query = '{ items(first: 50) { __typename ... on Film { cast { name } } } }';
    const film = { __typename: 'Film', cast: [{ name: 'a' }, { name: 'b' }] };
    expect(actual(query, { items: [film, { __typename: 'Book' }] })).toBe(9 + 2 + 1);
    expect(actual('{ grid { title } }', { grid: [[{}, {}], [{}]] })).toBe(3);
  });

  test('what is null above a list costs nothing, what a mutation costs by itself stays', () => {
    expect(actual('{ book { author { books { title } } } }', { book: null })).toBe(0);
    expect(actual('mutation { rename { author { books { title } } } }', { rename: null })).toBe(10);
  });

  test('an answer that is as full as it can be costs what was asked for', () => {
    const query = '{ shelf(first: 2) { nodes { author { books { title } } } edges { node { title } } } search(text: "x") }';
    const author = { books: [{}, {}, {}, {}] };
    const data = { shelf: { nodes: [{ author }, { author }], edges: [{ node: {} }, { node: {} }] }, search: 1 };
    expect(actual(query, data)).toBe(requested(query));
  });
});

test('the directives may have other names in the supergraph', () => {
  const renamed = SDL.replace('import: ["@listSize"]', 'as: "price", import: [{ name: "@listSize", as: "@size" }]')
    .replaceAll('@cost', '@price')
    .replaceAll('@listSize(', '@size(');
  const weights = new Weights(parse(renamed.replace('{ name: "@size"', '{ name: "@listSize"')));
  expect(weights.weight('Query.search')).toBe(3);
  expect(weights.listSize('Query.fifty')?.assumedSize).toBe(50);
});
