import { buildSchema, execute, parse, type ExecutionResult } from 'graphql';
import {
  products,
  reviewsByAuthor,
  reviewsOf,
  shippingEstimate,
  userById,
  users,
  productByUpc,
  type Product,
  type Review,
  type User,
} from './data';
import { operation } from './operation';

/** The supergraph's API as one schema without any federation, so that what is right does not depend on any gateway. */
const schema = buildSchema(/* GraphQL */ `
  type Query {
    users: [User]
    topProducts(first: Int = 5): [Product]
  }
  type User {
    id: ID!
    name: String
    username: String
    birthday: Int
    numberOfReviews: Int
    reviews: [Review]
  }
  type Product {
    upc: String!
    name: String
    price: Int
    weight: Int
    inStock: Boolean
    shippingEstimate: Int
    reviews: [Review]
  }
  type Review {
    id: ID!
    body: String
    author: User
    product: Product
  }
`);

const userNode = (user: User) => ({ ...user, reviews: () => reviewsByAuthor(user.id).map(reviewNode) });
const productNode = (product: Product) => ({
  ...product,
  shippingEstimate: shippingEstimate(product.price, product.weight),
  reviews: () => reviewsOf(product.upc).map(reviewNode),
});
const reviewNode = (review: Review) => ({
  id: review.id,
  body: review.body,
  author: () => userNode(userById(review.authorId)!),
  product: () => productNode(productByUpc(review.upc)!),
});

/** What every gateway must answer. */
export function referenceAnswer(): ExecutionResult {
  const rootValue = {
    users: () => users.map(userNode),
    topProducts: ({ first }: { first: number }) => products.slice(0, first).map(productNode),
  };
  const result = execute({ schema, document: parse(operation), rootValue });
  if (result instanceof Promise) throw new Error('Nothing here waits for anything.');
  return result;
}
