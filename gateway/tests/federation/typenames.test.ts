import { federation } from './suite';
import { forest } from './supergraphs/typenames';

federation('type names', forest, [
  ['of the root', '{ __typename }', { requests: {} }],
  ['of the root, twice', '{ __typename a: __typename ... { b: __typename } }', { requests: {} }],
  ['beside fields', '{ __typename tree { id } t: __typename }'],
  [
    'at every level',
    '{ __typename tree { __typename root { __typename } birds { __typename name nest { __typename tree { __typename } } } } }',
  ],
  ['only type names, across subgraphs', '{ tree { birds { nest { tree { __typename root { __typename } } } } } }'],
  ['only the type name of an entity', '{ trees { __typename } }', { requests: { a: 1 } }],
  ['of an interface', '{ plant { __typename } plants { k: __typename id } }'],
  ['of a union', '{ any { __typename } }'],
  ['of a union, in fragments only', '{ any { ... on Tree { __typename birds { name } } ... on Root { r: __typename } } }'],
  ['of a mutation', 'mutation { __typename grow { __typename birds { __typename } } m: __typename }'],
  [
    'behind conditions',
    'query ($s: Boolean!) { __typename @skip(if: $s) tree { __typename @include(if: $s) id @skip(if: $s) } }',
    { variables: { s: true } },
  ],
  [
    'behind conditions, of an object to which no fragment applies',
    'query ($s: Boolean!) { trees { birds { nest { tree { root @include(if: $s) { ...A } } } } } } fragment A on Any { ... on Tree { season } }',
    { variables: { s: true } },
  ],
  ['in order', '{ tree { birds { name } __typename id } __typename }'],
  ['for other names', '{ __typename: tree { __typename: id } }'],
  [
    'for other names, across subgraphs',
    '{ tree { __typename: height birds { __typename: name } } plants { __typename: id ... on Tree { birds { name } } } }',
  ],
]);

const TYPE =
  'kind name description fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { name defaultValue type { ...T } } type { ...T } } inputFields { name defaultValue type { ...T } } interfaces { name } possibleTypes { name } enumValues(includeDeprecated: true) { name description isDeprecated }';
const REFERENCE = 'fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }';

federation('introspection', forest, [
  [
    'the whole schema',
    `{ __schema { queryType { name } mutationType { name } subscriptionType { name } types { ${TYPE} } directives { name locations args { name } } } } ${REFERENCE}`,
    { requests: {} },
  ],
  ['one type', `{ __type(name: "Tree") { ${TYPE} } } ${REFERENCE}`, { requests: {} }],
  ['one type by variable', 'query ($n: String!) { __type(name: $n) { name kind } }', { variables: { n: 'Season' } }],
  ['a type that is not there', '{ __type(name: "Nothing") { name } }'],
  [
    'machinery does not show',
    '{ a: __type(name: "_Entity") { name } b: __type(name: "_Service") { name } c: __type(name: "join__Graph") { name } d: __type(name: "link__Import") { name } }',
  ],
  [
    'beside data',
    '{ tree { height birds { name } } __type(name: "Bird") { fields { name } } __typename s: __schema { queryType { name } } }',
  ],
  ['in its place', '{ __typename a: __type(name: "Bird") { name } tree { id } b: __type(name: "Nest") { name } }'],
  [
    'in fragments',
    'query { ...Q tree { id } } fragment Q on Query { __schema { mutationType { ...N } } } fragment N on __Type { name id: kind }',
  ],
  [
    'behind conditions',
    'query ($s: Boolean!) { __schema @skip(if: $s) { queryType { name } } __type(name: "Tree") @include(if: $s) { name kind @skip(if: $s) } tree { id } }',
    { variables: { s: true } },
  ],
  ['under names of keys', '{ id: __type(name: "Tree") { id: name } tree: __schema { id: queryType { name } } }'],
  ['a field that is not there', '{ __schema { nothing } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
]);
