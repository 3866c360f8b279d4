import { productByUpc, products as all } from '../data';
import type { BenchSubgraph } from './subgraph';

export const products: BenchSubgraph = {
  name: 'products',
  sdl: /* GraphQL */ `
    extend type Query {
      topProducts(first: Int = 5): [Product]
    }

    type Product @key(fields: "upc") {
      upc: String!
      name: String
      price: Int
      weight: Int
    }
  `,
  resolvers: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => all.slice(0, first) },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc(upc) },
  },
};
