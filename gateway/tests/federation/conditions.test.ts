import { federation, type Case } from './suite';
import { pages } from './supergraphs/conditions';

federation(
  'fragments',
  pages,
  [
    ['a named fragment', 'query { users { ...U } } fragment U on User { name mail }'],
    ['a fragment used twice', 'query { user { ...U best { author { ...U } } } } fragment U on User { name mail address { street } }'],
    [
      'a fragment in a fragment in a fragment',
      'query { users { ...A } } fragment A on User { ...B name } fragment B on User { ...C mail } fragment C on User { id }',
    ],
    ['the order is that of the first mention', 'query { users { mail ...U id } } fragment U on User { name id mail }'],
    [
      'objects are put together from several fragments',
      'query { user { ...S ...C address { city { zip } } } } fragment S on User { address { street } } fragment C on User { address { city { name } } }',
    ],
    ['inline without a type', '{ users { ... { name ... { mail } } } }'],
    ['inline on the same type', '{ users { ... on User { name ... on User { mail best { ... on Post { likes } } } } } }'],
    ['on a union', '{ any { ... on User { name mail } ...P } } fragment P on Post { title likes fans { ... on User { name } } }'],
    [
      'lists are put together item by item',
      '{ user { posts { id } ...F posts { likes } } } fragment F on User { posts { title fans { id } } posts { fans { mail } } }',
    ],
    ['with arguments under aliases', '{ users { one: posts(first: 1) { ...P } all: posts { ...P } } } fragment P on Post { id likes }'],
    ['on the root', 'query { ...Q ... on Query { user { mail } } } fragment Q on Query { user { name } users { id } }'],
    ['only fragments', 'query { ...Q } fragment Q on Query { users { ...U } } fragment U on User { mail }'],
    [
      'one of several operations',
      'query One { user { name } } query Two { user { ...U } } fragment U on User { mail }',
      { operationName: 'Two' },
    ],
  ],
  ['process', 'http'],
);

const BOTH = 'query ($x: Boolean!, $y: Boolean = true)';
const conditional = (what: string, selection: string): Case[] =>
  [{ x: true }, { x: false }, { x: true, y: false }, { x: false, y: false }].map((variables) => [
    `${what}, ${JSON.stringify(variables)}`,
    `${BOTH} ${selection}`,
    { variables },
  ]);

federation('@skip and @include', pages, [
  ...conditional('on a field', '{ users { id name @include(if: $x) mail @skip(if: $y) } }'),
  ...conditional(
    'both on one field of an entity',
    '{ users { id mail @include(if: $x) @skip(if: $y) address @skip(if: $x) @include(if: $y) { street } } }',
  ),
  ...conditional(
    'on objects and what is in them',
    '{ user { address @include(if: $x) { street city @skip(if: $y) { name zip @include(if: $x) } } } }',
  ),
  ...conditional(
    'on an inline fragment',
    '{ users { ... @include(if: $x) { mail name } ... on User @skip(if: $y) { address { street } } id } }',
  ),
  ...conditional(
    'on a fragment spread',
    '{ users { ...U @include(if: $x) ...V @skip(if: $y) id } } fragment U on User { mail } fragment V on User { mail name }',
  ),
  ...conditional('on root fields', '{ user @include(if: $x) { mail } users @skip(if: $y) { name } shown(flag: $x) }'),
  ...conditional('inside a fragment', '{ users { ...U } } fragment U on User { id mail @include(if: $x) best { likes @skip(if: $y) id } }'),
  ...conditional('on a field that is asked for twice', '{ users { mail @include(if: $x) mail @include(if: $y) id } }'),
  ...conditional(
    'on a field whose object comes again without',
    '{ user { best @include(if: $x) { likes } best { id fans @skip(if: $y) { name } } } }',
  ),
  ...conditional('on types of a union', '{ any { ... on User @include(if: $x) { mail } ... on Post @skip(if: $y) { likes } } }'),
  ...conditional('on an object and on all of it', '{ user { address @include(if: $x) { street @include(if: $y) } } }'),
  ...conditional('on a root field and on all of it', '{ user @include(if: $x) { name @include(if: $y) mail @include(if: $y) } }'),
  ...conditional(
    'on an object and on all of it, contradicting',
    '{ user { id @skip(if: $y) best @include(if: $x) { title @skip(if: $x) } } }',
  ),
  ...conditional(
    'on an object and on fragments that hold all of it',
    '{ users { id best @include(if: $x) { ...P ... @skip(if: $y) { likes } } } } fragment P on Post { ... { fans @include(if: $y) { id } } }',
  ),
  ...conditional(
    'on all of a union',
    '{ any @include(if: $x) { ... on User { name @include(if: $y) } ... on Post @skip(if: $y) { likes } } }',
  ),
  ['nothing is left', 'query ($x: Boolean!) { users { mail @include(if: $x) } }', { variables: { x: false }, requests: { a: 1 } }],
  ['nothing at all is left', 'query ($x: Boolean!) { users @include(if: $x) { mail } }', { variables: { x: false }, requests: {} }],
  ...[true, false].flatMap((x): Case[] => [
    [
      `two that contradict each other, ${x}`,
      'query ($x: Boolean!) { user @skip(if: $x) @include(if: $x) { mail } }',
      { variables: { x }, requests: {} },
    ],
    [
      `one that contradicts those around it, ${x}`,
      'query ($x: Boolean!) { ... @skip(if: $x) { ...Q @include(if: $x) } } fragment Q on Query { user { mail } }',
      { variables: { x }, requests: {} },
    ],
  ]),
  ['constants', '{ users { id @skip(if: true) name @include(if: false) mail @skip(if: false) @include(if: true) } }'],
  [
    'a fetch that is not wanted is not made',
    'query ($x: Boolean!) { users { name mail @include(if: $x) } }',
    { variables: { x: false }, requests: { a: 1 } },
  ],
  ['a condition without its variable', 'query ($x: Boolean!) { users { mail @include(if: $x) } }', { refused: 'BAD_USER_INPUT' }],
  [
    'a condition that is null',
    'query ($x: Boolean!) { users { mail @include(if: $x) } }',
    { variables: { x: null }, refused: 'BAD_USER_INPUT' },
  ],
  [
    'a condition that is not Boolean',
    'query ($x: Boolean!) { users { mail @include(if: $x) } }',
    { variables: { x: 'yes' }, refused: 'BAD_USER_INPUT' },
  ],
  [
    'a condition with a default that is overruled',
    'query ($x: Boolean = true) { users { mail @include(if: $x) } }',
    { variables: { x: false } },
  ],
]);
