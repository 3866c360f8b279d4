import { federation } from './suite';
import { required, UNKNOWN_TO, type Supergraph, type Thing } from './supergraph';

/** One subgraph knows the types behind the interface, others only that there is one. */
const nodes: Supergraph = {
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

const unknown: Supergraph = {
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

const indirect: Supergraph = {
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

const empty: Supergraph = {
  subgraphs: {
    a: `interface Node @key(fields: "id") { id: ID! } type Query { node: Node count: Int }`,
    b: `type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { object: Node }`,
  },
  data: () => ({ Query: { node: null, count: 1, object: { id: 'n', field: 'f' } } }),
};

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
