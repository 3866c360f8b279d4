import { required, type Supergraph, type Thing, UNKNOWN_TO } from '../supergraph';

/** One subgraph knows the types behind the interface, others only that there is one. */
export const nodes: Supergraph = {
  subgraphs: {
    catalogue: `
      type Query { media: [Media!]! medium(id: ID!): Media books: [Book!]! mixed: [Mixed] }
      interface Media @key(fields: "id") { id: ID! title: String! length: Int }
      type Book implements Media @key(fields: "id") { id: ID! title: String! length: Int pages: Int! }
      type Film implements Media @key(fields: "id") { id: ID! title: String! length: Int minutes: Int! sequel: Media }
      union Mixed = Book | Film
    `,
    reviews: `
      type Query { reviewed: [Media!]! favourite: Favourite }
      type Favourite { media: Media why: String }
      type Media @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!] score(scale: Int = 10): Float alike: [Media] }
      type Review { id: ID! text: String about: Media! }
    `,
    loans: `
      type Media @key(fields: "id") @interfaceObject { id: ID! length: Int @external fee(days: Int!): Int @requires(fields: "length") lentTo: Reader }
      type Reader @key(fields: "id") { id: ID! name: String! }
    `,
  },
  data() {
    const score = ({ scale }: { scale: number }, self: Thing) => scale * 0.1 * String(self.id).length;
    const fee = ({ days }: { days: number }, self: Thing) =>
      required(self, 'length') === null ? null : days * Number(required(self, 'length'));
    const reader = { id: 'r', name: 'Rita' };
    const emma: Thing = { id: 'emma', title: 'Emma', length: 3, pages: 300, score, fee, lentTo: reader };
    const alien: Thing = { id: 'alien', title: 'Alien', length: null, minutes: 117, score, fee, lentTo: null };
    const jaws: Thing = { id: 'jaws', title: 'Jaws', length: 7, minutes: 124, score, fee, lentTo: reader, reviews: null, alike: null };
    emma.reviews = [
      { id: '1', text: 'Fine.', about: emma },
      { id: '2', text: null, about: alien },
    ];
    alien.reviews = [];
    emma.alike = [alien, null, emma];
    alien.alike = [jaws];
    alien.sequel = jaws;
    jaws.sequel = null;
    const all = [emma, alien, jaws];
    return {
      Query: {
        media: all,
        medium: ({ id }: { id: string }) => all.find((one) => one.id === id) ?? null,
        books: [emma],
        mixed: [alien, emma, null],
        reviewed: [alien, emma],
        favourite: { media: jaws, why: 'sharks' },
      },
      entities: { Book: [emma], Film: [alien, jaws], Reader: [reader] },
    };
  },
};

export const unknown: Supergraph = {
  subgraphs: {
    a: `
      type Query { things: [Thing] sure: [Thing!] one: Thing }
      type Thing @key(fields: "id") @interfaceObject { id: ID! size: Int }
    `,
    b: `
      interface Thing @key(fields: "id") { id: ID! name: String }
      type Cup implements Thing @key(fields: "id") { id: ID! name: String deep: Boolean }
    `,
  },
  data() {
    const cup = { id: 'cup', name: 'Cup', deep: true, size: 2 };
    const lost = { id: 'lost', size: 3, [UNKNOWN_TO]: ['b'] };
    return { Query: { things: [cup, lost, null], sure: [cup, lost], one: lost }, entities: { Cup: [cup, lost] } };
  },
};

export const indirect: Supergraph = {
  subgraphs: {
    a: `
      type Query { users: [User!]! anyone: Account }
      interface Account @key(fields: "id") @key(fields: "login") { id: ID! login: String! name: String! }
      type User implements Account @key(fields: "id") @key(fields: "login") { id: ID! login: String! name: String! age: Int }
      type Bot implements Account @key(fields: "id") @key(fields: "login") { id: ID! login: String! name: String! }
    `,
    b: `
      type Query { newest: Account }
      type Account @key(fields: "id") @interfaceObject { id: ID! city: String! }
    `,
    c: `type Account @key(fields: "login") @interfaceObject { login: String! name: String! @external greeting: String! @requires(fields: "name") friends: [Account!]! }`,
  },
  data() {
    const greeting = (_: unknown, self: Thing) => `Hello ${String(required(self, 'name'))}`;
    const ann: Thing = { id: '1', login: 'ann', name: 'Ann', age: 30, city: 'Wien', greeting, friends: [] };
    const bot: Thing = { id: '2', login: 'bot', name: 'Bot', city: 'Net', greeting, friends: [ann] };
    ann.friends = [bot, ann];
    return { Query: { users: [ann], anyone: bot, newest: bot }, entities: { User: [ann], Bot: [bot] } };
  },
};

export const empty: Supergraph = {
  subgraphs: {
    a: `interface Node @key(fields: "id") { id: ID! } type Query { node: Node count: Int }`,
    b: `type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { object: Node }`,
  },
  data: () => ({ Query: { node: null, count: 1, object: { id: 'n', field: 'f' } } }),
};

/** Interfaces beside and below an interface object (apollographql/router#8127). */
export const vehicles: Supergraph = {
  subgraphs: {
    a: `
      type Query { vs: [IV]! ls: [IL]! one: IV }
      type IV @key(fields: "id") @interfaceObject { id: ID! near: [IV!] @shareable }
      type IL @key(fields: "id") @interfaceObject { id: ID! near: [IV!] @shareable }
    `,
    b: `
      interface IV @key(fields: "id") { id: ID! color: String }
      interface IL implements IV @key(fields: "id") { id: ID! color: String wheels: Int! }
      interface Plain { color: String }
      union Odd = Boat | Raft
      type Bike implements IL & IV & Plain @key(fields: "id") { id: ID! color: String wheels: Int! }
      type Cart implements IL & IV @key(fields: "id") { id: ID! color: String wheels: Int! }
      type Boat implements IV & Plain @key(fields: "id") { id: ID! color: String sails: Int }
      type Raft { logs: Int }
      type Query { odd: Odd }
    `,
  },
  data() {
    const bike: Thing = { id: 'bike', color: 'red', wheels: 2 };
    const cart: Thing = { id: 'cart', color: null, wheels: 4 };
    const boat: Thing = { id: 'boat', color: 'blue', sails: 1, near: [bike] };
    bike.near = [boat, cart];
    cart.near = null;
    return {
      Query: { vs: [bike, boat, cart, null], ls: [cart, bike], one: boat, odd: boat },
      entities: { Bike: [bike], Cart: [cart], Boat: [boat] },
    };
  },
};
