import { breaks, refuses, type Supergraph, type Thing, UNKNOWN_TO } from '../supergraph';

/** Each subscription answers a few events; what hangs on them is in other subgraphs. */
export const news: Supergraph = {
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
        ticks: ({ count }: { count: number }) => Array.from({ length: Math.min(count, 9) }, (_, index) => index),
        seen: () => [{ at: 1, user: ann }],
        refused: refuses('FORBIDDEN'),
        broken: breaks(),
        stops: () => [],
      },
      entities: { Message: messages, User: [ann, bob, gone], Room: [room] },
    };
  },
};
