import { federation } from './suite';
import { news } from './supergraphs/subscriptions';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

federation(
  'subscriptions',
  news,
  [
    ['events of one subgraph', 'subscription { messages(room: "r1") { id text } }'],
    [
      'with entities of others',
      'subscription { messages(room: "r1", since: 2) { id text room { id topic banner } } }',
      { requests: { feed: 1, rooms: 2, people: 2 } },
    ],
    ['with people', 'subscription { maybe { author { name friends { name } } } }'],
    [
      'under aliases',
      'subscription { m: messages(room: "r1", since: 2) { who: author { id } r: room { t: topic m: members(first: 1) { n: name } } } }',
    ],
    [
      'with variables, defaults and conditions',
      'subscription ($room: ID!, $n: Int = 1, $topic: Boolean!) { messages(room: $room, since: 2) { text room { topic @include(if: $topic) members(first: $n) { name } } } }',
      { variables: { room: 'r1', topic: false } },
    ],
    [
      'a union of events',
      'subscription { news { __typename ... on Message { text author { name } } ... on Alert { level room { topic } } } }',
    ],
    ['a list in each event', 'subscription { many { id room { topic } author { id } } }'],
    ['a union inside an event', 'subscription { maybe { about { __typename ... on User { name } ... on Room { topic } } } }'],
    ['scalars', 'subscription { ticks(count: 4) }'],
    ['no event at all', 'subscription { stops { id author { name } } }'],
    [
      'in fragments',
      'subscription { ...S } fragment S on Subscription { seen { ...R } } fragment R on Reader { at user { ...U } } fragment U on User { name }',
    ],
    ['type names', 'subscription { __typename: seen { __typename user { __typename name } } }'],
    ['one event has an error, the next none', 'subscription { maybe { id author { name mail } } }', { errors: ['FORBIDDEN'] }],
    ['an entity that is not there', 'subscription { messages(room: "r1", since: 1) { id author { name } } }'],
    [
      'a refused field in every event',
      'subscription { messages(room: "r1", since: 2) { room { s: secret } } }',
      { errors: ['FORBIDDEN', 'FORBIDDEN'] },
    ],
    [
      'a subgraph of the rest is lost',
      'subscription { messages(room: "r1", since: 3) { id room { id topic } } }',
      { down: ['rooms'], errors: ['SUBGRAPH_UNAVAILABLE'] },
    ],
    ['one that is refused', 'subscription { refused }', { errors: ['FORBIDDEN'] }],
    ['one that breaks at once', 'subscription { broken }', { errors: [INTERNAL] }],
    ['with names that objects inherit', 'subscription { __proto__: seen { constructor: user { __proto__: name toString: id } } }'],
    [
      'with aliases that are names of keys',
      'subscription { messages(room: "r1", since: 3) { text: id id: text room { id: topic topic: banner } } }',
    ],
    ['a variable that does not fit', 'subscription ($n: Int) { ticks(count: $n) }', { variables: { n: 'x' }, refused: 'BAD_USER_INPUT' }],
    ['a field that is not there', 'subscription { nothing }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
    ['two at once', 'subscription { a: ticks(count: 1) b: ticks(count: 2) }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ],
  ['process', 'http'],
);
