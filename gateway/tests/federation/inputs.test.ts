import { federation } from './suite';
import { inputs } from './supergraphs/inputs';

federation(
  'arguments',
  inputs,
  [
    [
      'of every kind',
      '{ echo(int: 1, float: 1.5, text: "a\\"b", id: 7, flag: false, list: [1, 2], lists: [["a", null], null], kind: ONE) }',
    ],
    ['input objects', '{ echo(filter: { text: "t", inner: { kind: TWO, inner: { texts: ["x"] } }, list: [{ texts: [] }] }) }'],
    ['a single value for a list', '{ echo(list: 3, lists: "x", filters: { text: "one" }) }'],
    ['null is not the same as nothing', '{ a: echo(text: null, filter: null) b: echo c: echo(filter: { text: null }) }'],
    ['block strings', '{ echo(text: """\n  one\n    two\n""") }'],
    ['a scalar of its own', '{ json(any: { a: [1, "x", { b: null }], c: 1.5 }) }'],
    ['defaults', '{ defaults }'],
    ['defaults, some overruled', '{ defaults(int: null, kind: ONE, filter: {}) sure(id: "1") }'],
    ['of fields of entities', '{ things { told(filter: { inner: { kind: ONE, texts: ["x"] } }, ids: [1, "b"]) match accept(kind: TWO) } }'],
    ['of fields of entities, under aliases', '{ things { a: match b: match(text: "b") c: match(text: null) } }'],
  ],
  ['process', 'http'],
);

federation(
  'variables',
  inputs,
  [
    [
      'of every kind',
      'query ($i: Int, $f: Float, $t: String, $id: ID, $b: Boolean, $l: [Int!], $k: Kind) { echo(int: $i, float: $f, text: $t, id: $id, flag: $b, list: $l, kind: $k) }',
      {
        variables: { i: 1, f: 2, t: 'ü"\\', id: 7, b: true, l: [1], k: 'ONE' },
      },
    ],
    ['that are not given', 'query ($i: Int, $t: String) { echo(int: $i, text: $t) things { match(text: $t) } }', { variables: { i: 1 } }],
    [
      'that are null',
      'query ($i: Int, $t: String) { echo(int: $i, text: $t) things { match(text: $t) } }',
      { variables: { i: null, t: null } },
    ],
    [
      'with defaults',
      'query ($t: String = "def", $k: Kind = TWO, $f: Filter = { text: "x" }) { echo(text: $t, kind: $k, filter: $f) things { match(text: $t) told(kind: $k, filter: $f) } }',
    ],
    [
      'with defaults that are overruled',
      'query ($t: String = "def", $k: Kind = TWO) { things { match(text: $t) told(kind: $k) } }',
      { variables: { t: null, k: 'ONE' } },
    ],
    [
      'an input object',
      'query ($f: Filter) { echo(filter: $f) things { told(filter: $f) } }',
      { variables: { f: { text: 'x', inner: { kind: 'ONE', inner: { texts: ['a'] } }, list: [] } } },
    ],
    [
      'inside an input object',
      'query ($t: String, $k: Kind, $x: String!) { things { told(filter: { text: $t, inner: { kind: $k, texts: [$x, "y"] } }) } echo(filter: { list: [{ kind: $k }] }) }',
      { variables: { k: 'TWO', x: 'x' } },
    ],
    ['inside lists', 'query ($a: Int!, $b: String) { echo(list: [1, $a], lists: [["x", $b]]) }', { variables: { a: 2 } }],
    [
      'inside a scalar',
      'query ($a: Json, $n: Int) { json(any: $a) other: json(any: { n: $n }) }',
      { variables: { a: { deep: [{ x: null }] }, n: 3 } },
    ],
    [
      'of one entity fetch among others',
      'query ($ids: [ID!], $t: String) { things { told(ids: $ids) } echo(text: $t) }',
      { variables: { ids: ['a'], t: 't' } },
    ],
    [
      'called representations',
      'query ($representations: String) { echo(text: $representations) }',
      { variables: { representations: 'mine' } },
    ],
    [
      'called representations, in an entity',
      'query ($representations: String) { things { match(text: $representations) } echo(text: $representations) }',
      { variables: { representations: 'mine' } },
    ],
    [
      'called like inherited things',
      'query ($constructor: String, $__proto__: Int, $toString: Kind) { echo(text: $constructor, int: $__proto__, kind: $toString) things { match(text: $constructor) } }',
      {
        variables: JSON.parse('{"constructor":"c","__proto__":3,"toString":"ONE"}') as Record<string, unknown>,
      },
    ],
    [
      'called like inherited things and not given',
      'query ($constructor: String, $__proto__: Int, $valueOf: String) { echo(text: $constructor, int: $__proto__) things { match(text: $valueOf) } }',
    ],
    [
      'a single value for a list',
      'query ($l: [Int!], $f: [Filter!]) { echo(list: $l, filters: $f) }',
      { variables: { l: 3, f: { text: 'x' } } },
    ],
    [
      'of a type that fits where null may not be',
      'query ($id: ID!, $f: Filter = { text: "v" }) { sure(id: $id, filter: $f) }',
      { variables: { id: 'x' } },
    ],
  ],
  ['process', 'http'],
);

federation('what subgraphs do not agree on', inputs, [
  ['a value of an enum that only one takes', '{ things { accept(kind: FOUR) } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a value of an enum that is in both', '{ things { accept(kind: TWO) mood moods } }'],
  ['a field of an input that only one takes', '{ echo(filter: { onlyA: 1 }) }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['in a variable', 'query ($f: Filter) { echo(filter: $f) }', { variables: { f: { onlyA: 1 } }, refused: 'BAD_USER_INPUT' }],
  ['an enum in a variable', 'query ($k: Kind) { things { accept(kind: $k) } }', { variables: { k: 'FOUR' }, refused: 'BAD_USER_INPUT' }],
  [
    'nested in a variable',
    'query ($f: Filter) { echo(filter: $f) }',
    { variables: { f: { inner: { inner: { kind: 'THREE' } } } }, refused: 'BAD_USER_INPUT' },
  ],
]);

federation('values that do not fit', inputs, [
  ['a string for a number', '{ echo(int: "1") }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a string for a number in a variable', 'query ($i: Int) { echo(int: $i) }', { variables: { i: '1' }, refused: 'BAD_USER_INPUT' }],
  ['too large', 'query ($i: Int) { echo(int: $i) }', { variables: { i: 2 ** 31 }, refused: 'BAD_USER_INPUT' }],
  ['null where none may be', 'query ($id: ID!) { sure(id: $id) }', { variables: { id: null }, refused: 'BAD_USER_INPUT' }],
  ['nothing where something must be', 'query ($id: ID!) { sure(id: $id) }', { refused: 'BAD_USER_INPUT' }],
  ['null in a list', 'query ($l: [Int!]) { echo(list: $l) }', { variables: { l: [1, null] }, refused: 'BAD_USER_INPUT' }],
  [
    'a field that is not there',
    'query ($f: Filter) { echo(filter: $f) }',
    { variables: { f: { nonsense: 1 } }, refused: 'BAD_USER_INPUT' },
  ],
  ['an argument that is not there', '{ echo(nonsense: 1) }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a required argument that is not given', '{ sure }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  [
    'several at once',
    'query ($i: Int, $k: Kind!, $l: [Int!]) { echo(int: $i, kind: $k, list: $l) }',
    { variables: { i: 'x', l: ['y'] }, refused: 'BAD_USER_INPUT' },
  ],
]);
