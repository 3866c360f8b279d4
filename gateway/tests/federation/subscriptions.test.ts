import { federation } from './suite';
import { breaks, refuses, UNKNOWN_TO, type Supergraph, type Thing } from './supergraph';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

/** Each subscription answers a few events; what hangs on them is in other subgraphs. */
const news: Supergraph = {
  subgraphs: {
    feed: `
      type Query { last: Message }
      type Subscription {
        messages(room: ID!, since: Int = 0): Message! maybe: Message news: News many: [Message!]! ticks(count: Int): Int seen: Reader
        refused: Int broken: Int stops: Message!
      }
      type Message @key(fields: "id") { id: ID! text: String author: User room: Room! about: [About!] }
      type Room @key(fields: "id") { id: ID! }
      type User @key(fields: "id") { id: ID! }
      union About = User | Room
      interface Seen { at: Int }
      type Reader implements Seen { at: Int user: User! }
      union News = Message | Alert
      type Alert { level: Int! room: Room }
    `,
    people: `
      type User @key(fields: "id") { id: ID! name: String! friends: [User!]! mail: String }
      type Room @key(fields: "id") { id: ID! members(first: Int = 2): [User!] topic: String! @external banner: String @requires(fields: "topic") }
    `,
    rooms: `type Room @key(fields: "id") { id: ID! topic: String! secret: String }`,
  },
  data() {
    const ann: Thing = { id: 'ann', name: 'Ann', mail: null };
    const bob: Thing = { id: 'bob', name: 'Bob', mail: refuses('FORBIDDEN') };
    const gone: Thing = { id: 'gone', [UNKNOWN_TO]: ['people'] };
    Object.assign(ann, { friends: [bob] });
    Object.assign(bob, { friends: [] });
    const room: Thing = {
      id: 'r1',
      topic: 'Tea',
      secret: refuses('FORBIDDEN'),
      members: ({ first }: { first: number }) => [ann, bob].slice(0, first),
      banner: (_: unknown, self: Thing) => `*${String(self.topic)}*`,
    };
    const message = (id: string, author: Thing | null, text: string | null): Thing => ({
      id,
      text,
      author,
      room,
      about: author ? [author, room] : [],
    });
    const messages = [message('1', ann, 'Hello'), message('2', bob, null), message('3', null, 'System'), message('4', gone, 'Bye')];
    const alert = { __typename: 'Alert', level: 3, room };
    return {
      Query: { last: messages[0] },
      Subscription: {
        messages: ({ since }: { since: number }) => messages.slice(since),
        maybe: () => [messages[0], null, messages[1]],
        news: () => [alert, messages[0], null],
        many: () => [messages.slice(0, 2), [], messages.slice(1, 3)],
        ticks: ({ count }: { count: number }) => Array.from({ length: count }, (_, index) => index),
        seen: () => [{ at: 1, user: ann }],
        refused: refuses('FORBIDDEN'),
        broken: breaks(),
        stops: () => [],
      },
      entities: { Message: messages, User: [ann, bob, gone], Room: [room] },
    };
  },
};

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
    ['an entity that is not there', 'subscription { messages(room: "r1", since: 1) { id author { name } } }', { errors: [INTERNAL] }],
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
