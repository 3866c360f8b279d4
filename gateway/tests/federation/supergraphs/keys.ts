import { type Supergraph, type Thing, UNKNOWN_TO } from '../supergraph';

export const shelf: Supergraph = {
  subgraphs: {
    books: `
      type Query { books: [Book!]! book(isbn: ID!): Book }
      type Book @key(fields: "isbn") { isbn: ID! title: String! }
    `,
    prices: `
      type Query { cheapest: Book }
      type Book @key(fields: "isbn") { isbn: ID! price: Int history: [Price!] }
      type Price { amount: Int! book: Book! }
    `,
    loans: `type Book @key(fields: "isbn") { isbn: ID! lentTo: String copies: Int! }`,
  },
  data() {
    const books: Thing[] = [
      { isbn: '1', title: 'Emma', price: 7, lentTo: null, copies: 2, history: [] },
      { isbn: '2', title: 'Persuasion', price: 9, lentTo: 'Anne', copies: 1 },
      { isbn: '3', title: 'Sanditon', price: null, lentTo: 'Tom', copies: 0, history: null },
    ];
    books[1]!.history = [
      { amount: 11, book: books[1] },
      { amount: 12, book: books[1] },
    ];
    return {
      Query: { books, book: ({ isbn }: { isbn: string }) => books.find((one) => one.isbn === isbn), cheapest: books[0] },
      entities: { Book: books },
    };
  },
};

export const compound: Supergraph = {
  subgraphs: {
    seats: `
      type Query { seats: [Seat!]! }
      type Seat @key(fields: "row number") { row: String! number: Int! wide: Boolean! }
    `,
    bookings: `
      type Query { lastBooked: Seat }
      type Seat @key(fields: "row number") { row: String! number: Int! guest: String }
    `,
  },
  data() {
    const seats = [
      { row: 'A', number: 1, wide: true, guest: 'Ann' },
      { row: 'A', number: 2, wide: false, guest: null },
      { row: 'B', number: 1, wide: false, guest: 'Bob' },
    ];
    return { Query: { seats, lastBooked: seats[2] }, entities: { Seat: seats } };
  },
};

export const nested: Supergraph = {
  subgraphs: {
    offices: `
      type Query { offices: [Office!]! }
      type Office @key(fields: "name place { city { code } street }") { name: String! place: Place! floors: Int! }
      type Place @shareable { city: City! street: String! }
      type City @shareable { code: ID! }
    `,
    rents: `
      type Query { dearest: Office! }
      type Office @key(fields: "name place { city { code } street }") { name: String! place: Place! rent: Int }
      type Place @shareable { city: City! street: String! }
      type City @shareable { code: ID! }
    `,
    teams: `
      type Query { teams: [Team!]! }
      type Team @key(fields: "members { id }") { members: [Member!]! motto: String }
      type Member @key(fields: "id") { id: ID! }
    `,
    scores: `
      type Team @key(fields: "members { id }") { members: [Member!]! @shareable score: Int! }
      type Member @key(fields: "id") { id: ID! name: String! }
    `,
  },
  data() {
    const offices = [
      { name: 'Main', place: { city: { code: 'TO' }, street: 'King' }, floors: 3, rent: 900 },
      { name: 'Main', place: { city: { code: 'MO' }, street: 'King' }, floors: 4, rent: null },
      { name: 'Main', place: { city: { code: 'TO' }, street: 'Queen' }, floors: 5, rent: 700 },
    ];
    const [ada, bob, cyd] = [
      { id: 'a', name: 'Ada' },
      { id: 'b', name: 'Bob' },
      { id: 'c', name: 'Cyd' },
    ];
    const teams = [
      { members: [ada, bob], motto: 'Go', score: 3 },
      { members: [bob, cyd], motto: null, score: 5 },
    ];
    return { Query: { offices, dearest: offices[0], teams }, entities: { Office: offices, Team: teams, Member: [ada!, bob!, cyd!] } };
  },
};

export const several: Supergraph = {
  subgraphs: {
    people: `
      type Query { people: [Person!]! }
      type Person @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String! }
    `,
    mail: `type Person @key(fields: "email") { email: String! inbox: Int }`,
    badges: `
      type Query { winner: Person! }
      type Person @key(fields: "number") @key(fields: "id") { number: Int! id: ID! }
    `,
    doors: `
      type Query { lastIn: Person! }
      type Person @key(fields: "number") { number: Int! opens: [String!]! }
    `,
  },
  data() {
    const people = [
      { id: '1', email: 'a@x.test', name: 'Ann', inbox: 3, number: 10, opens: ['front', 'lab'] },
      { id: '2', email: 'b@x.test', name: 'Bob', inbox: null, number: 20, opens: [] },
    ];
    return { Query: { people, winner: people[1], lastIn: people[0] }, entities: { Person: people } };
  },
};

export const lookups: Supergraph = {
  subgraphs: {
    posts: `
      type Query { posts: [Post]! }
      type Post @key(fields: "id") { id: ID! writer: Writer critic: Writer }
      type Writer @key(fields: "id", resolvable: false) { id: ID! }
    `,
    writers: `
      type Writer @key(fields: "id") { id: ID! name: String bio: Bio fans: Int! }
      type Bio { text: String! }
    `,
    prizes: `type Writer @key(fields: "id") { id: ID! prizes: [String!] rank: Int! }`,
  },
  data() {
    const ann = { id: 'ann', name: 'Ann', bio: { text: 'Born.' }, fans: 3, prizes: ['Booker'], rank: 1 };
    const bob = { id: 'bob', name: 'Bob', bio: null, fans: 1, [UNKNOWN_TO]: ['prizes'] };
    const gone = { id: 'gone', [UNKNOWN_TO]: ['writers', 'prizes'] };
    const posts = [
      { id: '1', writer: ann, critic: bob },
      { id: '2', writer: gone, critic: ann },
      { id: '3', writer: null, critic: ann },
      null,
      { id: '5', writer: ann, critic: gone },
    ];
    return { Query: { posts }, entities: { Post: posts.filter((post) => post !== null), Writer: [ann, bob, gone] } };
  },
};

export const nullKeys: Supergraph = {
  subgraphs: {
    a: `
      type Query { slots: [Slot!]! }
      type Slot { item: Item }
      type Item @key(fields: "upc") { upc: ID! }
    `,
    b: `type Item @key(fields: "id") @key(fields: "upc") { id: ID upc: ID! }`,
    c: `type Item @key(fields: "id") { id: ID maker: Maker weight: Int }
        type Maker @key(fields: "id") { id: ID! name: String }`,
  },
  data() {
    const items = [
      { upc: 'u1', id: 'i1', maker: { __typename: 'Maker', id: 'm1', name: 'Acme' }, weight: 4 },
      { upc: 'u2', id: null },
      { upc: 'u3', [UNKNOWN_TO]: ['b', 'c'] },
    ];
    return { Query: { slots: items.map((item) => ({ item })) }, entities: { Item: items } };
  },
};
