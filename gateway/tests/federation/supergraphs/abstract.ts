import type { Supergraph, Thing } from '../supergraph';

export const media: Supergraph = {
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

/** Each subgraph knows other members of the union, and other types behind the interface. */
export const partial: Supergraph = {
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

/** Fields whose types differ from subgraph to subgraph, as far as composition allows. */
export const mismatched: Supergraph = {
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
