import fc, { type Arbitrary } from 'fast-check';
import type { Operation } from '../../gateway/tests/random/document';

/** What a client may send by mistake or on purpose: the whole body of a request. */
export interface Spoilt {
  readonly what: string;
  readonly body: string;
}

const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '!',
  '...',
  '@include(if: "no")',
  '$x',
  ':',
  '#',
  '"',
  '"""',
  '\u0000',
  '😀',
  'null',
  'fragment',
  '__proto__',
  '_entities',
];
const ODD_VALUES: readonly unknown[] = [null, 1, 'text', [], [null], true, { __proto__: 1 }, 1e400, 'x'.repeat(5_000), { a: { b: [{}] } }];
const ODD_BODIES = [
  '',
  ' ',
  'null',
  '[]',
  '"{ me }"',
  '{',
  '{}',
  '{"query":null}',
  '{"query":{}}',
  '[{"query":"{ __typename }"}]',
  '\ufeff{}',
  '\u0000',
];
const DEEP = 400;

/** Ways to spoil an operation. Some leave it valid by chance, which is fine: nothing may break either way. */
export function spoil({ query, variables }: Operation): Arbitrary<Spoilt> {
  const at = fc.nat(Math.max(0, query.length - 1));
  const text = (what: string, made: Arbitrary<string>) =>
    made.map((changed) => ({ what, body: JSON.stringify({ query: changed, variables }) }));
  const request = (what: string, made: Arbitrary<object>) =>
    made.map((changes) => ({ what, body: JSON.stringify({ query, variables, ...changes }) }));
  const names = [...new Set(query.match(/\b[a-z]\w+\b/g) ?? ['me'])];
  return fc.oneof(
    text(
      'a piece is missing',
      fc.tuple(at, fc.integer({ min: 1, max: 30 })).map(([from, length]) => query.slice(0, from) + query.slice(from + length)),
    ),
    text(
      'it ends too early',
      at.map((end) => query.slice(0, end)),
    ),
    text(
      'something is put in',
      fc.tuple(at, fc.constantFrom(...TOKENS)).map(([where, token]) => query.slice(0, where) + token + query.slice(where)),
    ),
    text(
      'a name is another',
      fc
        .tuple(fc.constantFrom(...names), fc.constantFrom(...names, 'constructor', '__proto__', 'nothing'))
        .map(([name, other]) => query.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), other)),
    ),
    text(
      'a piece comes twice',
      fc.tuple(at, fc.integer({ min: 1, max: 60 })).map(([from, length]) => query.slice(0, from + length) + query.slice(from)),
    ),
    text('random text', fc.string({ maxLength: 200, unit: 'binary' })),
    text(
      'too deep',
      fc.constantFrom(
        '{ me '.repeat(DEEP),
        '{ me { user '.repeat(DEEP) + '{ id }' + '}'.repeat(2 * DEEP),
        `{ users(query: ${'['.repeat(DEEP)}`,
      ),
    ),
    request(
      'a variable is of another type',
      fc
        .tuple(fc.constantFrom(...Object.keys(variables), 'unknown'), fc.constantFrom(...ODD_VALUES))
        .map(([name, value]) => ({ variables: { ...variables, [name]: value } })),
    ),
    request('variables are missing', fc.constantFrom<object>({ variables: undefined }, { variables: null }, { variables: {} })),
    request(
      'variables are no object',
      fc.constantFrom(...ODD_VALUES).map((value) => ({ variables: value })),
    ),
    request(
      'another operation',
      fc.constantFrom<object>({ operationName: 'Nothing' }, { operationName: '' }, { operationName: 1 }, { operationName: '__proto__' }),
    ),
    request(
      'odd extensions',
      fc.constantFrom(...ODD_VALUES).map((value) => ({ extensions: { persistedQuery: value } })),
    ),
    fc.constantFrom(...ODD_BODIES).map((body) => ({ what: 'no request', body })),
  );
}
