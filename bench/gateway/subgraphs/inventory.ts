import { productByUpc, shippingEstimate } from '../data';
import type { BenchSubgraph } from './subgraph';

interface Representation {
  readonly upc: string;
  readonly price?: unknown;
  readonly weight?: unknown;
}

/** Knows neither price nor weight: a gateway that does not bring them gets no estimate. */
export const inventory: BenchSubgraph = {
  name: 'inventory',
  sdl: /* GraphQL */ `
    extend type Product @key(fields: "upc") {
      upc: String! @external
      weight: Int @external
      price: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }
  `,
  resolvers: {
    Product: {
      __resolveReference: (representation: Representation) => {
        const product = productByUpc(representation.upc);
        return product && { ...representation, inStock: product.inStock };
      },
      shippingEstimate: ({ price, weight }: Representation) => {
        if (typeof price !== 'number' || typeof weight !== 'number') throw new Error('shippingEstimate needs price and weight');
        return shippingEstimate(price, weight);
      },
    },
  },
};
