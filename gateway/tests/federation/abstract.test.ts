import { federation } from './suite';
import type { Supergraph, Thing } from './supergraph';

const media: Supergraph = {
  subgraphs: {
    shop: `
      type Query { shelf: [Media!]! top: Media anything: [Thing] node(id: ID!): Node }
      interface Node { id: ID! }
      interface Media implements Node { id: ID! title: String maker: Maker }
      type Book implements Media & Node @key(fields: "id") { id: ID! title: String maker: Maker pages: Int! }
      type Film implements Media & Node @key(fields: "id") { id: ID! title: String maker: Maker minutes: Int }
      union Thing = Book | Film | Person
      union Maker = Person | Firm
      type Person @key(fields: "id") { id: ID! }
      type Firm { name: String! seat: String }
    `,
    press: `
      type Query { praised: [Praised!]! }
      interface Praised { stars: Int }
      type Book implements Praised @key(fields: "id") { id: ID! stars: Int blurb: String related: [Related] }
      type Film implements Praised @key(fields: "id") { id: ID! stars: Int rating: Rating related: [Related] }
      type Rating { age: Int! }
      union Related = Book | Film
    `,
    people: `
      type Person @key(fields: "id") { id: ID! name: String! likes: [Liked!] }
      union Liked = Book | Person
      type Book @key(fields: "id", resolvable: false) { id: ID! }
    `,
  },
  data() {
    const ada: Thing = { id: 'ada', name: 'Ada' };
    const firm = { __typename: 'Firm', name: 'Acme', seat: null };
    const emma: Thing = { id: 'emma', title: 'Emma', maker: ada, pages: 300, stars: 5, blurb: 'Witty.' };
    const alien: Thing = { id: 'alien', title: 'Alien', maker: firm, minutes: 117, stars: null, rating: { age: 18 }, related: null };
    const blank: Thing = { id: 'blank', title: null, maker: null, pages: 0, stars: 1, blurb: null, related: [] };
    emma.related = [alien, null, blank];
    ada.likes = [emma, ada];
    const all = [emma, alien, blank];
    return {
      Query: {
        shelf: all,
        top: alien,
        anything: [ada, null, emma, alien],
        praised: [alien, emma],
        node: ({ id }: { id: string }) => all.find((one) => one.id === id) ?? null,
      },
      entities: { Book: [emma, blank], Film: [alien], Person: [ada] },
    };
  },
};

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

/** Each subgraph knows other members of the union, and other types behind the interface. */
const partial: Supergraph = {
  subgraphs: {
    a: `
      type Query { media: Media aMedia: AMedia item: Item @shareable items: [Item] }
      union Media = Book | Film
      interface AMedia { id: ID! }
      union Item = Book | Film
      type Book implements AMedia @key(fields: "id") { id: ID! title: String @shareable }
      type Film @key(fields: "id") { id: ID! a: Int }
    `,
    b: `
      type Query { viewer: Viewer song: Media item: Item @shareable }
      type Viewer { media: Media book: Book }
      union Media = Book | Song
      union Item = Book | Song
      type Book @key(fields: "id") { id: ID! title: String @shareable b: Int }
      type Song @key(fields: "id") { id: ID! title: String }
    `,
  },
  data() {
    const book = { id: 'book', title: 'Emma', b: 2 };
    const film = { id: 'film', a: 1 };
    const song = { id: 'song', title: 'Air' };
    return {
      Query: { media: film, aMedia: book, item: book, items: [book, film], viewer: { media: song, book }, song },
      entities: { Book: [book], Film: [film], Song: [song] },
    };
  },
};

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
  ['only members that the asked one does not know', '{ media { ... on Song { id title } } }'],
]);

/** Fields whose types differ from subgraph to subgraph, as far as composition allows. */
const mismatched: Supergraph = {
  subgraphs: {
    a: `
      type Query { users: [User!]! accounts: [Account!]! }
      union Account = User | Admin
      type User @key(fields: "id") { id: ID name: String @shareable similar: [User] }
      type Admin { id: ID! name: String similar: [Admin!]! }
    `,
    b: `
      type Query { first: User }
      type User @key(fields: "id") { id: ID name: String @shareable mail: String! }
    `,
  },
  data() {
    const ann: Thing = { id: 'ann', name: 'Ann', mail: 'a@x.test' };
    const bob: Thing = { id: 'bob', name: null, mail: 'b@x.test' };
    const root: Thing = { __typename: 'Admin', id: 'root', name: 'Root' };
    Object.assign(ann, { similar: [bob, null] });
    Object.assign(bob, { similar: null });
    Object.assign(root, { similar: [root] });
    return { Query: { users: [ann, bob], accounts: [root, ann], first: bob }, entities: { User: [ann, bob] } };
  },
};

federation('types that are the same by name only', mismatched, [
  [
    'one alias for fields of different types',
    '{ accounts { ... on User { id similarUsers: similar { id } } ... on Admin { adminId: id similarAdmins: similar { id } } } }',
  ],
  [
    'and a field of the other subgraph on one of them',
    '{ accounts { ... on User { mail similar { mail } } ... on Admin { name } } first { name mail similar { id } } }',
  ],
]);
