import { federation } from './suite';
import { required, type Supergraph, type Thing } from './supergraph';

const provided: Supergraph = {
  subgraphs: {
    films: `
      type Query { films: [Film!]! @provides(fields: "studio { name } cast { name agent { phone } }") film(id: ID!): Film }
      type Film @key(fields: "id") {
        id: ID! title: String!
        studio: Studio! @external
        cast: [Actor!] @external
        remake: Film @provides(fields: "studio { name city }")
        bestOf: Studio @provides(fields: "city")
      }
      type Studio @key(fields: "id") { id: ID! name: String @external city: String @external }
      type Actor @key(fields: "id") { id: ID! name: String @external agent: Agent @external }
      type Agent @key(fields: "id") { id: ID! phone: String @external }
    `,
    trade: `
      type Film @key(fields: "id") { id: ID! studio: Studio! @shareable cast: [Actor!] @shareable }
      type Studio @key(fields: "id") { id: ID! name: String @shareable city: String @shareable founded: Int }
      type Actor @key(fields: "id") { id: ID! name: String @shareable agent: Agent @shareable }
      type Agent @key(fields: "id") { id: ID! phone: String @shareable mail: String }
    `,
  },
  data() {
    const ufa = { id: 'ufa', name: 'Ufa', city: 'Berlin', founded: 1917 };
    const rko = { id: 'rko', name: null, city: 'Hollywood', founded: null };
    const agent = { id: 'x', phone: '123', mail: 'x@x.test' };
    const cast = [
      { id: 'lang', name: 'Lang', agent },
      { id: 'helm', name: 'Helm', agent: null },
    ];
    const old: Thing = { id: '1', title: 'M', studio: ufa, cast, remake: null, bestOf: rko };
    const fresh: Thing = { id: '2', title: 'M2', studio: rko, cast: null, remake: old, bestOf: null };
    old.remake = fresh;
    return {
      Query: { films: [old, fresh], film: ({ id }: { id: string }) => [old, fresh].find((film) => film.id === id) },
      entities: { Film: [old, fresh], Studio: [ufa, rko], Actor: cast, Agent: [agent] },
    };
  },
};

federation('@provides', provided, [
  ['what is provided needs no second subgraph', '{ films { title studio { name } cast { name } } }', { requests: { films: 1 } }],
  ['nested two deep', '{ films { cast { agent { phone } } } }', { requests: { films: 1 } }],
  ['what is not provided does', '{ films { studio { name city } } }'],
  ['beside what is provided', '{ films { cast { name agent { phone mail } } } }', { requests: { films: 1, trade: 1 } }],
  ['the same field without @provides on the way', '{ film(id: "1") { studio { name } } }', { requests: { films: 1, trade: 1 } }],
  ['provided on one path and not on another', '{ films { studio { n: name } remake { studio { name city } cast { name } } } }'],
  ['on a reference', '{ film(id: "1") { bestOf { city } } }', { requests: { films: 1 } }],
  ['on a reference, with more than provided', '{ film(id: "1") { bestOf { city founded name } } }'],
  [
    'through fragments',
    '{ films { ...F } } fragment F on Film { studio { ...S } cast { ... on Actor { name } } } fragment S on Studio { id name founded }',
  ],
]);

const shared: Supergraph = {
  subgraphs: {
    a: `
      type Query { product: Product @shareable products: [Product!]! @shareable now: Clock! @shareable }
      type Product @key(fields: "id") { id: ID! name: String @shareable size: Size @shareable onlyA: Int }
      type Size @shareable { width: Int unit: Unit! }
      type Unit @shareable { code: String! }
      type Clock @shareable { hour: Int! }
    `,
    b: `
      type Query { product: Product @shareable products: [Product!]! @shareable now: Clock! @shareable }
      type Product @key(fields: "id") { id: ID! name: String @shareable size: Size @shareable onlyB: Int }
      type Size @shareable { width: Int height: Int unit: Unit! }
      type Unit @shareable { code: String! label: String }
      type Clock @shareable { hour: Int! zone: String }
    `,
    c: `
      type Query { product: Product @shareable now: Clock! @shareable }
      type Product @key(fields: "id") { id: ID! onlyC: String }
      type Clock @shareable { hour: Int! minute: Int! }
    `,
  },
  data() {
    const product = (id: string, height: number | null): Thing => ({
      id,
      name: `p${id}`,
      size: { width: 3, height, unit: { code: 'cm', label: 'centimetre' } },
      onlyA: 1,
      onlyB: 2,
      onlyC: 'three',
    });
    const products = [product('1', 5), product('2', null), { ...product('3', 1), size: null }];
    return { Query: { product: products[0], products, now: { hour: 9, minute: 30, zone: 'UTC' } }, entities: { Product: products } };
  },
};

federation(
  '@shareable',
  shared,
  [
    ['a shared root field is asked where most of the rest is', '{ product { id name onlyA } }', { requests: { a: 1 } }],
    ['fields of three subgraphs through a shared root field', '{ product { name onlyA onlyB onlyC } }'],
    ['a value type that one subgraph knows more of', '{ product { size { width height unit { code label } } } }', { requests: { b: 1 } }],
    ['a value type that must be fetched again', '{ product { onlyA size { width unit { label } } } }'],
    ['parts of one value type from two root fields', '{ now { minute zone hour } }'],
    ['under aliases', '{ now { m: minute } then: now { z: zone m: minute } }'],
    ['in a list', '{ products { size { height unit { code } } onlyA onlyC } }'],
    ['only the type name', '{ now { __typename } product { size { unit { __typename } } } }'],
  ],
  ['process', 'http'],
);

const overridden: Supergraph = {
  subgraphs: {
    old: `
      type Query { items: [Item!]! count: Int! }
      type Item @key(fields: "id") { id: ID! name: String stock: Int state: State owner: Owner }
      type State @shareable { code: Int }
      type Owner @key(fields: "id") { id: ID! name: String }
    `,
    next: `
      type Query { count: Int! @override(from: "old") top: Item }
      type Item @key(fields: "id") { id: ID! stock: Int @override(from: "old") state: State @override(from: "old") owner: Owner @override(from: "old") }
      type State @shareable { code: Int }
      type Owner @key(fields: "id") { id: ID! mail: String }
    `,
    gone: `
      type Item @key(fields: "id") { id: ID! shelf: String @override(from: "a subgraph that never was") stock: Int @external scarce: Boolean @requires(fields: "stock") }
    `,
  },
  data() {
    const items = [1, 0, null].map((stock, index) => ({
      id: String(index),
      name: `item ${index}`,
      stock,
      state: { code: index },
      owner: null as Thing | null,
      shelf: 'top',
      scarce: (_: unknown, self: Thing) => (required(self, 'stock') === null ? null : Number(required(self, 'stock')) < 1),
    }));
    const owner = { id: 'o', name: 'Olga', mail: 'o@x.test' };
    items[1]!.owner = owner;
    return { Query: { items, count: 3, top: items[1] }, entities: { Item: items, Owner: [owner] } };
  },
};

// The resolvers of overridden fields throw, so that an answer from the wrong subgraph is an error.
federation('@override', overridden, [
  ['an overridden field comes from its new home', '{ items { name stock } }', { requests: { old: 1, next: 1 } }],
  ['an overridden root field', '{ count items { id } }', { requests: { old: 1, next: 1 } }],
  ['an overridden object', '{ items { state { code } } }'],
  ['an overridden reference leads on from there', '{ items { owner { name mail } } }'],
  ['back to the old home', '{ top { name stock owner { name } } }'],
  ['overriding a subgraph that is not there', '{ items { shelf } }'],
  ['required by a third', '{ items { scarce } }'],
  ['required by a third, beside other names', '{ items { stock: name scarce s: stock } }'],
]);

const hidden: Supergraph = {
  subgraphs: {
    a: `
      type Query { users: [User!]! secret: String @inaccessible anything: [Any] }
      type User @key(fields: "code") { code: ID! @inaccessible name: String! rank: Int! @inaccessible role: Role }
      enum Role { GUEST HOST ROOT @inaccessible }
      union Any = User | Vault
      type Vault @inaccessible { gold: Int }
      interface Named { title: String @inaccessible label: String }
      type Cat implements Named { title: String label: String }
      type Dog implements Named @inaccessible { title: String label: String }
      extend type Query { named: [Named] cat: Cat pick(role: Role, hint: Int @inaccessible): Named }
    `,
    b: `type User @key(fields: "code") { code: ID! @inaccessible rank: Int! @external level: String @requires(fields: "rank") mail: String }`,
  },
  data() {
    const users = ['GUEST', 'ROOT', 'HOST'].map((role, index) => ({
      code: `c${index}`,
      name: role.toLowerCase(),
      rank: index,
      role,
      level: (_: unknown, self: Thing) => `level ${String(required(self, 'rank'))}`,
      mail: null,
    }));
    const cat = { __typename: 'Cat', title: 't', label: 'Tom' };
    return {
      Query: {
        users,
        anything: [users[0], { __typename: 'Vault', gold: 1 }],
        named: [cat, { ...cat, __typename: 'Dog' }, null],
        cat,
        pick: ({ role }: { role?: string }) => ({ ...cat, label: role ?? 'none' }),
      },
      entities: { User: users },
    };
  },
};

federation('@inaccessible', hidden, [
  ['a hidden key still joins', '{ users { name mail } }', { requests: { a: 1, b: 1 } }],
  ['a hidden field can be required', '{ users { level } }'],
  ['but not be asked for', '{ users { name code } secret }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden type is no type', '{ anything { ... on Vault { gold } } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden argument is no argument', '{ pick(hint: 1) { label } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['a hidden value is no value', '{ pick(role: ROOT) { label } }', { refused: 'GRAPHQL_VALIDATION_FAILED' }],
  ['nor in a variable', 'query ($r: Role) { pick(role: $r) { label } }', { variables: { r: 'ROOT' }, refused: 'BAD_USER_INPUT' }],
  ['visible values and arguments are as ever', 'query ($r: Role) { pick(role: $r) { label } }', { variables: { r: 'HOST' } }],
  ['a hidden value does not come out', '{ users { name role } }', { errors: ['INTERNAL_SERVER_ERROR'] }],
  [
    'an object of a hidden type does not come out',
    '{ anything { __typename ... on User { name } } named { label __typename } }',
    {
      errors: ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
    },
  ],
  [
    'nor does introspection tell of it',
    '{ __type(name: "Vault") { name } user: __type(name: "User") { fields { name } } role: __type(name: "Role") { enumValues { name } } any: __type(name: "Any") { possibleTypes { name } } }',
  ],
]);
