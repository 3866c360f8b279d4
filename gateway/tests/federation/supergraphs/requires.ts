import { refuses, required, type Supergraph, type Thing } from '../supergraph';

const times = (value: unknown, factor: number) => (value === null ? null : Number(value) * factor);

export const shipping: Supergraph = {
  subgraphs: {
    goods: `
      type Query { goods: [Good!]! good(id: ID!): Good }
      enum Unit { G KG }
      enum Currency { USD EUR }
      type Good @key(fields: "id") {
        id: ID! name: String!
        weight(unit: Unit! = G): Int
        price(currency: Currency!, withTax: Boolean = false): Int
        box: Box
        parts: [Part!]
      }
      type Box { width: Int! label(upper: Boolean = false): String }
      type Part { code: ID! grams: Int }
    `,
    shipping: `
      enum Unit { G KG }
      enum Currency { USD EUR }
      type Good @key(fields: "id") {
        id: ID!
        weight(unit: Unit! = G): Int @external
        price(currency: Currency!, withTax: Boolean = false): Int @external
        box: Box @external
        parts: [Part!] @external
        postage: Int @requires(fields: "weight(unit: G)")
        postageKg: Int @requires(fields: "weight(unit: KG)")
        duty(rate: Int = 10): Int @requires(fields: "price(currency: USD, withTax: true)")
        fits: Boolean @requires(fields: "box { width }")
        tag: String @requires(fields: "box { label(upper: true) }")
        whisper: String @requires(fields: "box { label(upper: false) }")
        heaviest: String @requires(fields: "parts { code grams }")
        insured: String @requires(fields: "weight(unit: G) price(currency: EUR)")
      }
      type Box @external { width: Int! label(upper: Boolean = false): String }
      type Part @external { code: ID! grams: Int }
    `,
    advice: `
      type Good @key(fields: "id") {
        id: ID!
        postage: Int @external
        fits: Boolean @external
        advice: String @requires(fields: "postage fits")
      }
    `,
  },
  data() {
    const good = (id: string, name: string, grams: number | null, dollars: number | null, more: object = {}): Thing => ({
      id,
      name,
      weight: ({ unit }: { unit: string }) => (grams === null ? null : unit === 'KG' ? Math.ceil(grams / 1000) : grams),
      price: ({ currency, withTax }: { currency: string; withTax?: boolean }) =>
        dollars === null ? null : dollars * (currency === 'EUR' ? 2 : 1) + (withTax ? 5 : 0),
      box: { width: dollars, label: ({ upper }: { upper: boolean }) => (upper ? name.toUpperCase() : name) },
      parts: [
        { code: `${id}-a`, grams: 3 },
        { code: `${id}-b`, grams },
      ],
      postage: (_: unknown, self: Thing) => times(required(self, 'weight', { unit: 'G' }), 3),
      postageKg: (_: unknown, self: Thing) => times(required(self, 'weight', { unit: 'KG' }), 1000),
      duty: ({ rate }: { rate: number }, self: Thing) => times(required(self, 'price', { currency: 'USD', withTax: true }), rate),
      fits: (_: unknown, self: { box: { width: number } | null }) => self.box && self.box.width < 10,
      tag: (_: unknown, self: { box: Thing | null }) => self.box && `[${String(required(self.box, 'label', { upper: true }))}]`,
      whisper: (_: unknown, self: { box: Thing | null }) => self.box && `(${String(required(self.box, 'label', { upper: false }))})`,
      heaviest: (_: unknown, self: { parts: { code: string; grams: number | null }[] }) =>
        self.parts.reduce((most, one) => ((one.grams ?? 0) > (most.grams ?? 0) ? one : most)).code,
      insured: (_: unknown, self: Thing) =>
        `${String(required(self, 'weight', { unit: 'G' }))} g for ${String(required(self, 'price', { currency: 'EUR' }))}`,
      advice: (_: unknown, self: Thing) => `${String(required(self, 'postage'))}/${String(required(self, 'fits'))}`,
      ...more,
    });
    const goods = [
      good('1', 'lamp', 1500, 7),
      good('2', 'desk', 20000, 40),
      good('3', 'idea', null, null, { box: null }),
      good('4', 'bomb', 1, 1, { weight: refuses('FORBIDDEN') }),
    ];
    return {
      Query: { goods: goods.slice(0, 3), good: ({ id }: { id: string }) => goods.find((one) => one.id === id) },
      entities: { Good: goods },
    };
  },
};

export const chain: Supergraph = {
  subgraphs: {
    a: `
      type Query { nodes: [Node!]! }
      type Node @key(fields: "id") { id: ID! a: Int b: Int @external c: Int @external d: Int @requires(fields: "c b") }
    `,
    b: `type Node @key(fields: "id") { id: ID! a: Int @external b: Int @requires(fields: "a") }`,
    c: `type Node @key(fields: "id") { id: ID! b: Int @external c: Int @requires(fields: "b") }`,
  },
  data() {
    const plus = (field: string, more: number) => (_: unknown, self: Thing) => {
      const known = required(self, field) as number | null;
      return known === null ? null : known + more;
    };
    const nodes = [1, 2, null].map((a, index) => ({
      id: String(index),
      a,
      b: plus('a', 10),
      c: plus('b', 100),
      d: (_: unknown, self: Thing) => Number(required(self, 'c')) + Number(required(self, 'b')),
    }));
    return { Query: { nodes }, entities: { Node: nodes } };
  },
};

export const circular: Supergraph = {
  subgraphs: {
    posts: `
      type Query { feed: [Post!]! }
      type Post @key(fields: "id") { id: ID! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice") }
      type Author @key(fields: "id") { id: ID! name: String! years: Int }
    `,
    authors: `
      type Post @key(fields: "id") { id: ID! author: Author! byNovice: Boolean! @requires(fields: "author { years }") }
      type Author @key(fields: "id") { id: ID! years: Int @external }
    `,
  },
  data() {
    const [ann, bob] = [
      { id: 'ann', name: 'Ann', years: 30 },
      { id: 'bob', name: 'Bob', years: 3 },
    ];
    const post = (id: string, author: Thing): Thing => ({
      id,
      author,
      byNovice: (_: unknown, self: { author: { years: number } }) => self.author.years < 10,
      byExpert: (_: unknown, self: Thing) => !required(self, 'byNovice'),
    });
    const posts = [post('1', ann!), post('2', bob!)];
    return { Query: { feed: posts }, entities: { Post: posts, Author: [ann!, bob!] } };
  },
};

export const manyKeys: Supergraph = {
  subgraphs: {
    a: `
      type A @key(fields: "id") @key(fields: "pair { one two }", resolvable: false) { id: ID! pair: Pair! @shareable name: String }
      type Pair @shareable { one: ID! two: ID! }
    `,
    b: `
      type Query { all: [A!]! }
      type A
        @key(fields: "pair { one two }", resolvable: false)
        @key(fields: "id pair { two }")
        @key(fields: "id", resolvable: false) {
        id: ID! pair: Pair! @shareable name: String @external greeting: String @requires(fields: "name")
      }
      type Pair @shareable { one: ID! two: ID! }
    `,
  },
  data() {
    const all = ['1', '2'].map((id) => ({
      id,
      pair: { one: 'x', two: `y${id}` },
      name: id === '1' ? 'Ann' : null,
      greeting: (_: unknown, self: Thing) => `Hello ${String(required(self, 'name'))}`,
    }));
    return { Query: { all }, entities: { A: all } };
  },
};
