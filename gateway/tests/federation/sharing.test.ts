import { federation } from './suite';
import { hidden, overridden, provided, shared } from './supergraphs/sharing';

federation('@provides', provided, [
  ['what is provided needs no second subgraph', '{ films { title studio { name } cast { name } } }', { requests: { films: 1 } }],
  ['nested two deep', '{ films { cast { agent { phone } } } }', { requests: { films: 1 } }],
  ['what is not provided does', '{ films { studio { name city } } }'],
  ['beside what is provided', '{ films { cast { name agent { phone mail } } } }', { requests: { films: 1, trade: 1 } }],
  ['the same field without @provides on the way', '{ film(id: "1") { studio { name } } }', { requests: { films: 1, trade: 1 } }],
  ['provided on one path and not on another', '{ films { studio { n: name } remake { studio { name city } cast { name } } } }'],
  ['on a reference', '{ film(id: "1") { bestOf { city } } }', { requests: { films: 1 } }],
  ['on a reference, with more than provided', '{ film(id: "1") { bestOf { city founded name } } }'],
  [
    'through fragments',
    '{ films { ...F } } fragment F on Film { studio { ...S } cast { ... on Actor { name } } } fragment S on Studio { id name founded }',
  ],
]);

federation(
  '@shareable',
  shared,
  [
    ['a shared root field is asked where most of the rest is', '{ product { id name onlyA } }', { requests: { a: 1 } }],
    ['fields of three subgraphs through a shared root field', '{ product { name onlyA onlyB onlyC } }'],
    ['a value type that one subgraph knows more of', '{ product { size { width height unit { code label } } } }', { requests: { b: 1 } }],
    ['a value type that must be fetched again', '{ product { onlyA size { width unit { label } } } }'],
    ['parts of one value type from two root fields', '{ now { minute zone hour } }'],
    ['under aliases', '{ now { m: minute } then: now { z: zone m: minute } }'],
    ['in a list', '{ products { size { height unit { code } } onlyA onlyC } }'],
    ['only the type name', '{ now { __typename } product { size { unit { __typename } } } }'],
  ],
  ['process', 'http'],
);

// The resolvers of overridden fields throw, so that an answer from the wrong subgraph is an error.
federation('@override', overridden, [
  ['an overridden field comes from its new home', '{ items { name stock } }', { requests: { old: 1, next: 1 } }],
  ['an overridden root field', '{ count items { id } }', { requests: { old: 1, next: 1 } }],
  ['an overridden object', '{ items { state { code } } }'],
  ['an overridden reference leads on from there', '{ items { owner { name mail } } }'],
  ['back to the old home', '{ top { name stock owner { name } } }'],
  ['overriding a subgraph that is not there', '{ items { shelf } }'],
  ['required by a third', '{ items { scarce } }'],
  ['required by a third, beside other names', '{ items { stock: name scarce s: stock } }'],
]);

federation('@inaccessible', hidden, [
  ['a hidden key still joins', '{ users { name mail } }', { requests: { a: 1, b: 1 } }],
  ['a hidden field can be required', '{ users { level } }'],
  ['but not be asked for', '{ users { name code } secret }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden type is no type', '{ anything { ... on Vault { gold } } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden argument is no argument', '{ pick(hint: 1) { label } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden value is no value', '{ pick(role: ROOT) { label } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['nor in a variable', 'query ($r: Role) { pick(role: $r) { label } }', { variables: { r: 'ROOT' }, refused: 'BAD_USER_INPUT' }],
  ['visible values and arguments are as ever', 'query ($r: Role) { pick(role: $r) { label } }', { variables: { r: 'HOST' } }],
  ['a hidden value does not come out', '{ users { name role } }', { errors: ['INTERNAL_SERVER_ERROR'] }],
  [
    'an object of a hidden type does not come out',
    '{ anything { __typename ... on User { name } } named { label __typename } }',
    {
      errors: ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
    },
  ],
  [
    'nor does introspection tell of it',
    '{ __type(name: "Vault") { name } user: __type(name: "User") { fields { name } } role: __type(name: "Role") { enumValues { name } } any: __type(name: "Any") { possibleTypes { name } } }',
  ],
]);
