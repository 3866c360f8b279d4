import { parse } from 'graphql';
import { silentLogger } from '../logger';
import { allow } from '../rules';
import { callerFor } from '../testing/viewers';
import { SubgraphExecutor } from './executor';
import { buildSchema } from './schema';

const schema = buildSchema({
  typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { thing(id: ID!): Thing things(ids: [ID!], name: String): String }
    type Thing @key(fields: "id") { id: ID! }
  `),
  resolvers: {
    Query: { thing: (_: unknown, { id }: { id: string }) => ({ id }), things: (_: unknown, args: object) => JSON.stringify(args) },
  },
  permissions: { Query: { thing: allow, things: allow }, Thing: allow },
});
const executor = new SubgraphExecutor(schema, (caller) => ({ caller }), silentLogger);
const ask = async (query: string, variables?: Record<string, unknown>) =>
  (await executor.execute({ query, variables, caller: callerFor(null) })).data;

const UPPER = 'ABCDEF00-0000-4000-8000-00000000000A';
const LOWER = UPPER.toLowerCase();

test('an id in capitals is the same id, as an argument, in a list and as a reference', async () => {
  expect(await ask(`{ thing(id: "${UPPER}") { id } }`)).toEqual({ thing: { id: LOWER } });
  expect(await ask(`query($ids: [ID!]) { things(ids: $ids) }`, { ids: [UPPER, LOWER] })).toEqual({
    things: `{"ids":["${LOWER}","${LOWER}"]}`,
  });
  const reference = { __typename: 'Thing', id: UPPER };
  expect(await ask(`query($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id } } }`, { r: [reference] })).toEqual({
    _entities: [{ id: LOWER }],
  });
});

test('what is no id, or no argument of type ID, stays as it is', async () => {
  expect(await ask(`{ thing(id: "ABC") { id } things(name: "${UPPER}") }`)).toEqual({
    thing: { id: 'ABC' },
    things: `{"name":"${UPPER}"}`,
  });
});

test('a resolver of a misspelt name, and a root field without one, are told at start', () => {
  const build = (resolvers: Record<string, unknown>) => () =>
    buildSchema({ typeDefs: parse('type Query { a: Int b: Int }'), resolvers, permissions: { Query: { a: allow, b: allow } } });
  const one = () => 1;
  expect(build({ Query: { a: one, bb: one } })).toThrow(
    'Query.bb has a resolver but does not stand in the schema\n  Query.b has no resolver',
  );
  expect(build({ Query: { a: one, b: one } })).not.toThrow();
});
