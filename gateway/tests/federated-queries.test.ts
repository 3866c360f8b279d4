import { askPlainly, aWorld, type World } from './kit';
import { library } from './library';

/** Operations of all kinds, each held against one plain schema with the same data. */
const OPERATIONS: [title: string, query: string, variables?: Record<string, unknown>][] = [
  ['one subgraph', '{ books { id title } }'],
  ['an entity of another subgraph', '{ books { title author { name born } } }'],
  [
    'three subgraphs deep',
    '{ book(id: "b1") { title author { id name } reviews { stars text book { title author { name } } } averageStars } }',
  ],
  [
    'aliases at every level',
    '{ first: book(id: "b1") { t: title who: author { n: name } r: reviews { s: stars } } second: book(id: "b2") { t: pages who: author { n: born } } }',
  ],
  [
    'aliases that collide with inherited names',
    '{ constructor: book(id: "b1") { __proto__: title toString: author { valueOf: name hasOwnProperty: id } } }',
  ],
  ['@requires', '{ books { id popularity } }'],
  ['@requires beside the required field', '{ books { popularity pages } }'],
  ['arguments and their defaults', '{ book(id: "b1") { reviews { stars } best: reviews(atLeast: 5) { stars } } books(first: 2) { id } }'],
  ['variables', 'query ($id: ID!, $least: Int = 5) { book(id: $id) { reviews(atLeast: $least) { id stars } } }', { id: 'b1' }],
  ['a union', '{ find(text: "x") { __typename ... on Book { title author { name } } ... on Author { id name } } }'],
  ['a union without type name', '{ find(text: "x") { ... on Author { born } ... on Book { averageStars } } }'],
  ['fragments', 'query { books { ...B } } fragment B on Book { title author { ...A } } fragment A on Author { name }'],
  [
    'the same field several times',
    '{ book(id: "b1") { author { name } author { born } ... on Book { author { id } reviews { id } } reviews { stars } } }',
  ],
  [
    '@include and @skip',
    'query ($yes: Boolean!, $no: Boolean = false) { book(id: "b1") { title @include(if: $no) author @include(if: $yes) { name @skip(if: $no) born @skip(if: $yes) } reviews @skip(if: $yes) { id } } }',
    { yes: true },
  ],
  ['type names', '{ __typename books { __typename author { kind: __typename } } }'],
  ['a null', '{ book(id: "unknown") { title author { name } } }'],
  ['a null in an entity', '{ books { reviews { text } averageStars } }'],
  ['nothing but a type name', '{ __typename }'],
];

for (const over of ['process', 'http'] as const) {
  describe(`queries with the subgraphs reached over ${over} (X1)`, () => {
    let world: World;
    beforeAll(async () => {
      world = await aWorld(library, { over });
    });
    afterAll(() => world.stop());

    test.each(OPERATIONS.map(([title, query, variables = {}]) => ({ title, query, variables })))('$title', async ({ query, variables }) => {
      const answer = await world.ask(query, { variables });
      expect({ data: answer.data, errors: answer.errors }).toEqual(await askPlainly(library, query, variables));
      expect(answer.status).toBe(200);
    });

    test('asks for each entity once, however often it stands in the answer (X159)', async () => {
      world.subgraphs.people!.received.length = 0;
      await world.ask('{ books { author { name } } }');
      expect(world.subgraphs.people!.received).toHaveLength(1);
      expect(world.subgraphs.people!.received[0]!.variables).toEqual({
        representations: [
          { __typename: 'Author', id: 'a1' },
          { __typename: 'Author', id: 'a2' },
        ],
      });
    });

    test('runs the fields of a mutation in order', async () => {
      const answer = await world.ask(
        'mutation { a: retitle(id: "b1", title: "One") { title author { name } } b: retitle(id: "b2", title: "Two") { title } }',
      );
      expect(answer.data).toEqual({ a: { title: 'One', author: { name: 'Ursula' } }, b: { title: 'Two' } });
    });

    test('answers introspection from the public schema', async () => {
      const answer = await world.ask(
        'query ($name: String!) { __type(name: $name) { name fields { name } } __schema { queryType { name } } book(id: "b1") { title } }',
        { variables: { name: 'Author' } },
      );
      expect(answer).toMatchObject({
        data: {
          __type: { name: 'Author', fields: [{ name: 'id' }, { name: 'name' }, { name: 'born' }] },
          __schema: { queryType: { name: 'Query' } },
          book: { title: 'The Dispossessed' },
        },
      });
      const { data } = await world.ask(
        '{ _: __type(name: "_Entity") { name } any: __type(name: "_Any") { name } join: __type(name: "join__Graph") { name } }',
      );
      expect(data).toEqual({ _: null, any: null, join: null });
    });
  });
}
