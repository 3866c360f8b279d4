import { GraphQLError, parse } from 'graphql';
import { GraphError } from '../errors';
import { silentLogger } from '../logger';
import { allow } from '../rules';
import { callerFor } from '../testing/viewers';
import { SubgraphExecutor } from './executor';
import { buildSchema } from './schema';

const fails = (error: Error) => () => {
  throw error;
};
const schema = buildSchema({
  typeDefs: parse(`
    enum Colour { RED }
    type Query { half: Int colour: Colour none: Int! bug: Int away: Int refused: Int own: Int needs(number: Int!): Int likes(colour: Colour!): Int }
  `),
  resolvers: {
    Query: {
      half: () => NaN,
      colour: () => '10.0.0.5:5432',
      none: () => null,
      bug: fails(new Error('connect ECONNREFUSED 10.0.0.5:5432')),
      away: fails(Object.assign(new Error('the database system is in recovery mode'), { code: '57P03' })),
      refused: fails(new GraphError('CONFLICT', 'Somebody was faster.')),
      own: fails(new GraphQLError('The colour is too long.', { extensions: { code: 'BAD_USER_INPUT' } })),
      needs: () => 1,
      likes: () => 1,
    },
  },
  permissions: {
    Query: {
      half: allow,
      colour: allow,
      none: allow,
      bug: allow,
      away: allow,
      refused: allow,
      own: allow,
      needs: allow,
      likes: allow,
    },
  },
});
const executor = new SubgraphExecutor(schema, (caller) => ({ caller }), silentLogger);
const ask = async (query: string) =>
  (await executor.execute({ query, caller: callerFor(null) })).errors?.map(({ message, path, extensions }) => ({
    message,
    path,
    code: extensions?.code,
  }));

const OURS = 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.';

test.each([
  ['a number that is none', 'half'],
  ['a value that its enum does not have', 'colour'],
  ['null where none may be', 'none'],
  ['an exception', 'bug'],
])('%s is a fault of ours, of which a client learns nothing', async (_what, field) => {
  expect(await ask(`{ ${field} }`)).toEqual([{ message: OURS, path: [field], code: 'INTERNAL_SERVER_ERROR' }]);
});

test('a database that is away is no fault of ours but an outage, which may be over in a moment', async () => {
  const { errors } = await executor.execute({ query: '{ away }', caller: callerFor(null) });
  expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }]);
  expect(JSON.stringify(errors)).not.toContain('recovery');
});

test.each([
  ['what a service refuses', '{ refused }', 'Somebody was faster.', 'CONFLICT', {}],
  ['an error with a code of its own', '{ own }', 'The colour is too long.', 'BAD_USER_INPUT', {}],
  [
    'a variable without a value',
    'query ($number: Int = 1) { needs(number: $number) }',
    'Argument "number" of non-null type "Int!" must not be null.',
    'BAD_USER_INPUT',
    { number: null },
  ],
  [
    'a variable that its enum does not have',
    'query ($colour: Colour!) { likes(colour: $colour) }',
    'Variable "$colour" got invalid value "BLUE"; Value "BLUE" does not exist in "Colour" enum.',
    'BAD_USER_INPUT',
    { colour: 'BLUE' },
  ],
  [
    'a variable of another type',
    'query ($number: Int!) { needs(number: $number) }',
    'Variable "$number" got invalid value "many"; Int cannot represent non-integer value: "many"',
    'BAD_USER_INPUT',
    { number: 'many' },
  ],
])('%s is told as it is', async (_what, query, message, code, variables) => {
  const { errors } = await executor.execute({ query, variables, caller: callerFor(null) });
  expect(errors).toMatchObject([{ message, extensions: { code } }]);
});
