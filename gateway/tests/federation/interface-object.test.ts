import { federation } from './suite';
import { empty, indirect, nodes, unknown, vehicles } from './supergraphs/interface-object';

federation(
  '@interfaceObject',
  nodes,
  [
    [
      'a field that another subgraph gives to every implementation',
      '{ media { title reviews { text } } }',
      { requests: { catalogue: 1, reviews: 1 } },
    ],
    ['on one of the implementations', '{ books { pages reviews { id } score } }'],
    ['an argument, its default, an alias', '{ media { ten: score five: score(scale: 5) score(scale: 1) } }'],
    ['what only the interface knows, without its type', '{ reviewed { id score } }', { requests: { reviews: 1 } }],
    ['with its type, which must be asked for', '{ reviewed { __typename id } }', { requests: { reviews: 1, catalogue: 1 } }],
    ['under an alias', '{ reviewed { kind: __typename } }'],
    ['a field of the interface', '{ reviewed { title } }'],
    ['fields of the implementations', '{ reviewed { score ... on Film { minutes } ... on Book { pages } } }'],
    ['a fragment on one implementation that has a field of the interface object', '{ reviewed { ... on Film { score reviews { id } } } }'],
    ['in an object', '{ favourite { why media { title __typename ... on Film { minutes } } } }'],
    ['from review to medium and on', '{ media { reviews { about { id title score } } } }'],
    ['to others alike', '{ media { alike { id __typename alike { title } } } }'],
    ['an implementation leads to the interface', '{ media { ... on Film { sequel { title score ... on Film { sequel { id } } } } } }'],
    ['a union of implementations', '{ mixed { __typename ... on Media { title score } ... on Film { lentTo { name } } } }'],
    ['@requires in an interface object', '{ media { title fee(days: 2) } }', { requests: { catalogue: 1, loans: 1 } }],
    ['from one interface object to another', '{ reviewed { fee(days: 1) lentTo { name } } }'],
    ['with what is required beside it', '{ reviewed { id fee(days: 1) length f: fee(days: 3) } }'],
    ['on a named fragment', 'query { reviewed { ...M } media { ...M } } fragment M on Media { id score fee(days: 1) __typename }'],
    ['one medium', 'query ($id: ID!) { medium(id: $id) { reviews { text } lentTo { id name } } }', { variables: { id: 'emma' } }],
    ['none', 'query ($id: ID!) { medium(id: $id) { reviews { text } lentTo { id name } } }', { variables: { id: 'x' } }],
    [
      'behind conditions',
      'query ($r: Boolean!) { media { id reviews @include(if: $r) { id } ... on Film @skip(if: $r) { score } } }',
      { variables: { r: false } },
    ],
    [
      'the subgraph of the interface object is lost',
      '{ media { title score } }',
      { down: ['reviews'], errors: Array(3).fill('SUBGRAPH_UNAVAILABLE') as never },
    ],
  ],
  ['process', 'http'],
);

// A plain schema always knows the type of an object; here nobody may.
federation('an interface object that nobody knows the type of', unknown, [
  ['has its fields', '{ things { id size } }'],
  ['has null for a field of the others', '{ things { size name } }'],
  [
    'fits no fragment on an implementation',
    '{ things { size ... on Cup { deep } } }',
    { answer: { data: { things: [{ size: 2, deep: true }, { size: 3 }, null] } } },
  ],
  [
    'cannot tell its type',
    '{ things { __typename size } }',
    {
      answer: {
        data: { things: [{ __typename: 'Cup', size: 2 }, null, null] },
        errors: [{ message: '', path: ['things', 1, '__typename'] }],
      },
      errors: ['INTERNAL_SERVER_ERROR'],
    },
  ],
  [
    'and takes the list with it where it may not be null',
    '{ sure { __typename } one { id } }',
    {
      answer: { data: { sure: null, one: { id: 'lost' } }, errors: [{ message: '', path: ['sure', 1, '__typename'] }] },
      errors: ['INTERNAL_SERVER_ERROR'],
    },
  ],
]);

federation('interface objects by different keys', indirect, [
  ['each subgraph by its key', '{ users { name city greeting } }', { requests: { a: 1, b: 1, c: 1 } }],
  [
    'from one interface object to the other, through the one that knows both keys',
    '{ newest { city greeting } }',
    { requests: { b: 1, a: 1, c: 1 } },
  ],
  ['friends of friends', '{ anyone { friends { login city friends { __typename id } } } }'],
  ['with implementations between', '{ newest { friends { ... on User { age city } ... on Bot { id greeting } } } }'],
]);

federation('an interface without implementations', empty, [
  [
    'is answered by the interface object',
    '{ object { id field } count }',
    { answer: { data: { object: { id: 'n', field: 'f' }, count: 1 } } },
  ],
  [
    'cannot be planned where no object can be',
    '{ node { field } }',
    {
      answer: { errors: [{ message: 'No subgraph knows objects of the types asked for.' }] },
      refused: 'GRAPHQL_VALIDATION_FAILED',
    },
  ],
  [
    'whatever is skipped',
    'query ($s: Boolean!) { node @skip(if: true) { id } ... @include(if: false) { count } __typename count @include(if: $s) }',
    { variables: { s: true } },
  ],
  ['nothing that is wanted', '{ node @skip(if: true) { field } ... @include(if: false) { node { field } } }'],
]);

federation('fragments between an interface object and other interfaces (B04)', vehicles, [
  ['an interface below it', '{ vs { ... on IL { wheels } } }', { requests: { a: 1, b: 1 } }],
  ['an interface beside it', '{ vs { ... on Plain { color } } }'],
  ['from one to the other', '{ ls { ... on IV { color } } vs { id ... on IL { id color } } }'],
  ['a union', '{ vs { ... on Odd { __typename ... on Boat { sails } } } odd { ... on IV { color } } }'],
  ['with fields around it', '{ vs { id __typename ... on IL { wheels __typename } ... on Plain { shade: color } ... on Cart { color } } }'],
  [
    'named, one in the other, behind conditions',
    `query ($y: Boolean!, $n: Boolean!) { vs { ...P ...L @skip(if: $n) ... on IL @include(if: $n) { wheels } } one { ...P near { ...L } } }
     fragment P on Plain { color ...L @include(if: $y) } fragment L on IL { wheels ... on Plain { color ... on IV { near { id } } } }`,
    { variables: { y: true, n: false } },
  ],
  ['far below', '{ one { near { ... on Plain { ... on IV { near { ... on IL { wheels near { ... on Plain { color } } } } } } } } }'],
]);
