import { required, type Supergraph, type Thing } from '../supergraph';

export const provided: Supergraph = {
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

export const shared: Supergraph = {
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

export const overridden: Supergraph = {
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

export const hidden: Supergraph = {
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
