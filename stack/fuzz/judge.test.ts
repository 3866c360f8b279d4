import { buildSchema } from 'graphql';
import { differenceOf } from '../../gateway/tests/random/differences';
import { nonconformity } from './conformance';
import { faultOf } from './judge';

const error = (path: (string | number)[], code: string) => ({ message: 'no', path, extensions: { code } });

describe('two answers', () => {
  test('are the same when data and errors are', () => {
    const one = { data: { a: null, b: 1 }, errors: [error(['a'], 'FORBIDDEN')] };
    expect(differenceOf(one, structuredClone(one))).toBeNull();
  });

  test('differ by one value, and the line says where', () => {
    expect(differenceOf({ data: { a: [{ b: 1 }] } }, { data: { a: [{ b: 2 }] } })).toBe('data at a.0.b: 1 ≠ 2');
  });

  test.each([
    ['the order of fields', { data: { a: 1, b: 2 } }, { data: { b: 2, a: 1 } }],
    ['a key more', { data: { a: 1 } }, { data: { a: 1, b: null } }],
    ['an item more', { data: { a: [1] } }, { data: { a: [1, 1] } }],
    ['no data at all', { data: null }, { errors: [] }],
    ['an error that one does not tell', { data: { a: null }, errors: [error(['a'], 'FORBIDDEN')] }, { data: { a: null } }],
    [
      'another code',
      { data: { a: null }, errors: [error(['a'], 'FORBIDDEN')] },
      { data: { a: null }, errors: [error(['a'], 'NOT_FOUND')] },
    ],
    [
      'another place',
      { data: { a: null, b: null }, errors: [error(['a'], 'FORBIDDEN')] },
      { data: { a: null, b: null }, errors: [error(['b'], 'FORBIDDEN')] },
    ],
  ])('differ by %s', (_what, one, other) => {
    expect(differenceOf(one, other)).not.toBeNull();
  });

  test('are the same when they tell of the same null by way of different fields below it', () => {
    const one = { data: { a: null }, errors: [error(['a', 'x'], 'FORBIDDEN')] };
    expect(differenceOf(one, { data: { a: null }, errors: [error(['a', 'y'], 'FORBIDDEN'), error(['a', 'x'], 'NOT_FOUND')] })).toBeNull();
  });
});

describe('an answer by itself', () => {
  const schema = buildSchema(
    'type Query { pets: [Pet!] } interface Pet { name: String! } type Cat implements Pet { name: String! lives: Int }',
  );
  const operation = { query: '{ pets { __typename name ... on Cat { left: lives } } }', variables: {} };
  const asks = (pets: unknown) => nonconformity(schema, operation, { data: { pets } });

  test('holds what was asked for', async () => {
    expect(await asks([{ __typename: 'Cat', name: 'Tom', left: null }])).toBeNull();
    expect(await asks(null)).toBeNull();
  });

  test.each([
    ['a null where none may be', [{ __typename: 'Cat', name: null, left: 1 }]],
    ['a field that nobody asked for', [{ __typename: 'Cat', name: 'Tom', left: 1, lives: 1 }]],
    ['fields in another order', [{ name: 'Tom', __typename: 'Cat', left: 1 }]],
    ['a value of another type', [{ __typename: 'Cat', name: 'Tom', left: 'many' }]],
    ['an object of another type', [{ __typename: 'Query', name: 'Tom' }]],
  ])('is refused for %s', async (_what, pets) => {
    expect(await asks(pets)).not.toBeNull();
  });
});

describe('a reception', () => {
  const received = (status: number, answer: object | null) => ({ status, answer, text: JSON.stringify(answer) });
  const message = (text: string) => received(200, { errors: [{ message: text }] });

  test('is sound when it is GraphQL and tells nothing of our insides', () => {
    expect(faultOf(received(200, { data: null }), '')).toBeNull();
    expect(faultOf(message('Sign in to do this.'), '')).toBeNull();
  });

  test.each([
    ['a fault of the server', received(500, { errors: [] }), 'broken'],
    ['no GraphQL', received(200, { hello: 1 }), 'broken'],
    ['no JSON', { status: 200, answer: null, text: '<html>' }, 'broken'],
    ['an address', message('connect ECONNREFUSED 10.0.0.7:5432'), 'leak'],
    ['SQL', message('in SELECT id FROM users'), 'leak'],
    ['a file', message('see /srv/app/src/main.ts'), 'leak'],
    ['a stack', message('oops\n    at resolve (main)'), 'leak'],
  ])('shows %s', (_what, reception, kind) => {
    expect(faultOf(reception, '')?.kind).toBe(kind);
  });
});
