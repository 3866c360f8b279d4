import { federation } from './suite';
import { UNKNOWN_TO, type Supergraph, type Thing } from './supergraph';

const shelf: Supergraph = {
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

federation(
  'a simple key',
  shelf,
  [
    [
      'fields of three subgraphs meet in one object',
      '{ books { title price lentTo copies } }',
      { requests: { books: 1, prices: 1, loans: 1 } },
    ],
    ['the key itself costs nothing', '{ cheapest { isbn price } }', { requests: { prices: 1 } }],
    ['from the second subgraph back to the first', '{ cheapest { title } }', { requests: { prices: 1, books: 1 } }],
    ['the same field under two names', '{ a: book(isbn: "2") { p: price q: price } b: book(isbn: "1") { p: title q: price } }'],
    ['back and forth', '{ book(isbn: "2") { history { amount book { title history { book { lentTo } } } } } }'],
    ['an empty list asks for nothing further', '{ book(isbn: "1") { history { book { title } } } }', { requests: { books: 1, prices: 1 } }],
    ['a list that is null', '{ book(isbn: "3") { history { book { title } } } }'],
    ['no such book, nothing further asked', '{ book(isbn: "9") { title price } }', { requests: { books: 1 } }],
    ['keys that the client did not ask for do not show', '{ books { price } }'],
  ],
  ['process', 'http'],
);

const compound: Supergraph = {
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

federation('a compound key', compound, [
  ['both parts together name the seat', '{ seats { row number guest } }'],
  ['both parts are fetched though only one is asked for', '{ seats { number guest } }'],
  ['neither is asked for', '{ lastBooked { wide } }'],
  ['parts under other names', '{ seats { number: row row: number guest } }'],
]);

const nested: Supergraph = {
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

federation('a nested key', nested, [
  ['objects three deep name the office', '{ offices { floors rent } }'],
  ['beside a part of the key that is asked for', '{ offices { place { street } rent } }'],
  ['with the key under other names', '{ offices { where: place { town: city { c: code } } rent } }'],
  ['the other way', '{ dearest { floors place { city { code } } } }'],
  ['a list of objects names the team', '{ teams { motto score } }'],
  ['and its members lead further', '{ teams { score members { name } } }'],
]);

const several: Supergraph = {
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

federation('several keys', several, [
  ['each subgraph is asked by a key that it knows', '{ people { name inbox opens } }'],
  ['a subgraph between that only translates keys', '{ lastIn { name } }', { requests: { doors: 1, badges: 1, people: 1 } }],
  ['two translations in a row', '{ lastIn { inbox } }', { requests: { doors: 1, badges: 1, people: 1, mail: 1 } }],
  ['the other way', '{ people { opens } }', { requests: { people: 1, badges: 1, doors: 1 } }],
  ['all keys beside each other', '{ winner { number id email opens } }'],
]);

const lookups: Supergraph = {
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

federation(
  'entities that are not there',
  lookups,
  [
    ['a reference that nobody knows has null fields', '{ posts { id writer { id name prizes } } }'],
    ['and what may not be null takes its object with it', '{ posts { writer { id fans } } }', { errors: ['INTERNAL_SERVER_ERROR'] }],
    [
      'each at its own place in the list',
      '{ posts { w: writer { r: rank } c: critic { rank prizes } } }',
      { errors: ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'] },
    ],
    ['null references ask for nothing', '{ posts { id writer { name bio { text } } critic { name } } }'],
    ['a key that cannot be resolved is still answered', '{ posts { writer { id __typename } } }', { requests: { posts: 1 } }],
    ['the same entity many times is asked for once', '{ posts { writer { name } critic { name } } }'],
  ],
  ['process', 'http'],
);

const nullKeys: Supergraph = {
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

federation('a key on the way is null', nullKeys, [
  ['what lies behind it is null, the rest is there', '{ slots { item { upc maker { name } } } }'],
  ['also when only that is asked for', '{ slots { item { weight } } }'],
  ['the key itself may be asked for', '{ slots { item { id weight upc } } }'],
]);
