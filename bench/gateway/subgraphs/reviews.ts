import { productByUpc, reviewById, reviewsByAuthor, reviewsOf, userById, type Review } from '../data';
import type { BenchSubgraph } from './subgraph';

export const reviews: BenchSubgraph = {
  name: 'reviews',
  sdl: /* GraphQL */ `
    type Review @key(fields: "id") {
      id: ID!
      body: String
      author: User @provides(fields: "username")
      product: Product
    }

    extend type User @key(fields: "id") {
      id: ID! @external
      username: String @external
      numberOfReviews: Int
      reviews: [Review]
    }

    extend type Product @key(fields: "upc") {
      upc: String! @external
      reviews: [Review]
    }
  `,
  resolvers: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviewById(id),
      author: (review: Review) => ({ id: review.authorId, username: userById(review.authorId)?.username }),
      product: (review: Review) => ({ upc: review.upc }),
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => userById(id) && { id },
      numberOfReviews: ({ id }: { id: string }) => reviewsByAuthor(id).length,
      reviews: ({ id }: { id: string }) => reviewsByAuthor(id),
    },
    Product: {
      __resolveReference: ({ upc }: { upc: string }) => productByUpc(upc) && { upc },
      reviews: ({ upc }: { upc: string }) => reviewsOf(upc),
    },
  },
};
