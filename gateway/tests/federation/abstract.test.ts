import { federation } from './suite';
import { media, mismatched, partial } from './supergraphs/abstract';

federation(
  'interfaces and unions',
  media,
  [
    ['a field of the interface', '{ shelf { title } }', { requests: { shop: 1 } }],
    ['a field of the interface and one of each type', '{ shelf { id ... on Book { pages } ... on Film { minutes } } }'],
    ['fields of another subgraph on each type', '{ shelf { title ... on Book { stars blurb } ... on Film { rating { age } } } }'],
    ['only one type leads on', '{ shelf { ... on Film { stars } } }'],
    ['no type fits', '{ top { ... on Book { pages blurb } } }', { requests: { shop: 1 } }],
    [
      'the same alias for different fields of different types',
      '{ praised { ... on Book { n: stars x: title } ... on Film { n: minutes x: title } } }',
    ],
    ['the same alias across subgraphs', '{ shelf { ... on Book { x: blurb s: stars } ... on Film { x: title s: minutes } } }'],
    ['a union of three', '{ anything { __typename ... on Book { title } ... on Film { title } ... on Person { name } } }'],
    ['a union without type names asked for', '{ anything { ... on Person { name } ... on Media { title } } }'],
    ['a union seen as an interface', '{ anything { ... on Node { id } } }'],
    ['an interface in an interface', '{ shelf { ... on Node { id ... on Media { title ... on Book { pages } } } } }'],
    ['a union in an interface', '{ shelf { maker { __typename ... on Person { name } ... on Firm { name } } } }'],
    [
      'a union of another subgraph',
      '{ shelf { ... on Book { related { __typename ... on Film { title minutes } ... on Book { pages } } } } }',
    ],
    [
      'an interface of another subgraph',
      '{ praised { stars __typename ... on Book { title maker { ... on Person { name } } } ... on Film { minutes } } }',
    ],
    [
      'an interface that only one subgraph knows, through a union of another',
      '{ anything { ... on Praised { stars } ... on Book { id } } }',
    ],
    [
      'from a union to an entity and back',
      '{ top { ... on Film { title } } anything { ... on Person { likes { ... on Book { title likedBy: blurb } ... on Person { id name } } } } }',
    ],
    [
      'named fragments on an interface',
      'query { shelf { ...M } top { ...M } } fragment M on Media { title maker { ...P } } fragment P on Person { name }',
    ],
    [
      'a fragment that fits nothing else',
      'query { shelf { ...B ...F } } fragment B on Book { pages stars } fragment F on Film { stars rating { age } }',
    ],
    ['a node by its id', 'query ($id: ID!) { node(id: $id) { __typename id ... on Book { title stars } } }', { variables: { id: 'emma' } }],
    ['a node that is not there', '{ node(id: "nobody") { __typename id ... on Book { stars } } }'],
    ['type names under aliases', '{ shelf { kind: __typename ... on Book { of: __typename } maker { t: __typename } } }'],
    [
      'conditions on fragments',
      'query ($b: Boolean!, $f: Boolean!) { shelf { ... on Book @include(if: $b) { pages stars } ... on Film @skip(if: $f) { minutes rating { age } } } }',
      { variables: { b: false, f: false } },
    ],
  ],
  ['process', 'http'],
);

federation('unions that differ between subgraphs', partial, [
  ['a member that only the asked one knows', '{ media { __typename ... on Film { a } } }'],
  ['a fragment on a member that the asked one does not know', '{ media { __typename ... on Song { title } ... on Film { a } } }'],
  [
    'the other way round',
    '{ song { __typename ... on Film { a } ... on Song { title } } viewer { media { ... on Book { b } ... on Song { title } } } }',
  ],
  [
    'a field of the other subgraph on a common member',
    '{ item { ... on Book { title b } } items { ... on Book { b } ... on Film { a } } }',
  ],
  ['an interface that only one of them knows', '{ aMedia { id __typename ... on Book { title b } } }'],
  [
    'conditions on members, in a fragment on the union',
    'query ($s: Boolean!) { aMedia { ...A } viewer { book { ...M } } } fragment A on Media { ... on AMedia { id } } fragment M on Media { ... on Book { __typename } ... on Film @skip(if: $s) { __typename } }',
    { variables: { s: true } },
  ],
  ['only members that the asked one does not know', '{ media { ... on Song { id title } } }'],
]);

federation('types that are the same by name only', mismatched, [
  [
    'with a key that another subgraph needs, behind a condition at the root',
    'query ($s: Boolean!) { accounts { ...F } ... on Query @skip(if: $s) { accounts { ... on User { mail } } } } fragment F on Admin { id }',
    { variables: { s: true } },
  ],
  [
    'one alias for fields of different types',
    '{ accounts { ... on User { id similarUsers: similar { id } } ... on Admin { adminId: id similarAdmins: similar { id } } } }',
  ],
  [
    'and a field of the other subgraph on one of them',
    '{ accounts { ... on User { mail similar { mail } } ... on Admin { name } } first { name mail similar { id } } }',
  ],
  [
    'and a field of the other subgraph under a condition around its type, which holds',
    'query ($no: Boolean!) { accounts { ... on Admin { id } ... @skip(if: $no) { ... on User { mail } } } }',
    { variables: { no: false } },
  ],
  [
    'and a field of the other subgraph under a condition around its type, which does not hold',
    'query ($no: Boolean!) { accounts { ...A ... @skip(if: $no) { ...U } } } fragment A on Admin { id } fragment U on User { mail }',
    { variables: { no: true } },
  ],
  [
    'and conditions in conditions around them',
    'query ($a: Boolean!, $b: Boolean!) { accounts { ... @include(if: $a) { ... on Admin { id } ... @include(if: $b) { ... on User { mail } } } } }',
    { variables: { a: true, b: true } },
  ],
]);
