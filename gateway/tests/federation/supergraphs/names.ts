import type { Supergraph, Thing } from '../supergraph';

/** Names that every object of JavaScript inherits are ordinary names in GraphQL. */
export const inherited: Supergraph = {
  subgraphs: {
    a: `
      type Query { constructor: Prototype toString(valueOf: String, hasOwnProperty: __Input): String items: [Prototype!]! union: [constructor] }
      type Prototype @key(fields: "valueOf") { valueOf: ID! constructor: String toString: Int! isPrototypeOf: Prototype }
      type hasOwnProperty { toLocaleString: String }
      union constructor = Prototype | hasOwnProperty
      input __Input { constructor: String }
    `.replaceAll('__Input', 'propertyIsEnumerable'),
    b: `
      type Prototype @key(fields: "valueOf") { valueOf: ID! hasOwnProperty: String toLocaleString(constructor: Int = 1): String propertyIsEnumerable: Inner constructorOf: [Prototype] }
      type Inner { toString: String constructor: Prototype }
    `,
  },
  data() {
    const other: Thing = { valueOf: 'v2', constructor: null, toString: 2, isPrototypeOf: null, hasOwnProperty: 'h2', toLocaleString: null };
    const one: Thing = { valueOf: 'v1', constructor: 'c1', toString: 1, isPrototypeOf: other, hasOwnProperty: null };
    Object.assign(one, {
      toLocaleString: ({ constructor }: { constructor: number }) => `n${String(constructor)}`,
      propertyIsEnumerable: { toString: 'inner', constructor: other },
      constructorOf: [other, null, one],
    });
    Object.assign(other, { propertyIsEnumerable: null, constructorOf: [] });
    return {
      Query: {
        constructor: one,
        toString: ({ valueOf, hasOwnProperty }: { valueOf?: unknown; hasOwnProperty?: unknown }) =>
          JSON.stringify([typeof valueOf === 'function' ? null : valueOf, typeof hasOwnProperty === 'function' ? null : hasOwnProperty]),
        items: [one, other],
        union: [one, { __typename: 'hasOwnProperty', toLocaleString: 'x' }],
      },
      entities: { Prototype: [one, other] },
    };
  },
} as Supergraph;
