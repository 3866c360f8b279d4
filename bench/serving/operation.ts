import { products } from '../gateway/data';

export const SECRET = 'of the benchmark, long enough to be one';
export const SUBGRAPH = 'reviews';

export interface ServerInput {
  readonly server: 'ours' | 'apollo';
}

const query = /* GraphQL */ `
  query EntitiesOfAPage($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Product {
        reviews {
          id
          body
          author {
            id
            username
          }
        }
      }
    }
  }
`;

/** What a gateway asks of a subgraph, for so many things of a page. */
export const operationFor = (entities: number): string =>
  JSON.stringify({
    query,
    operationName: 'EntitiesOfAPage',
    variables: {
      representations: Array.from({ length: entities }, (_, index) => ({
        __typename: 'Product',
        upc: products[index % products.length]!.upc,
      })),
    },
  });
