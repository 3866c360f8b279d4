/**
 * The benchmark's one operation: three levels deep from the people, two from the products, each level crossing all four subgraphs.
 * It is the shape that the public comparisons of federation gateways run.
 */
export const operation = /* GraphQL */ `
  fragment User on User {
    id
    username
    name
  }

  fragment Review on Review {
    id
    body
  }

  fragment Product on Product {
    inStock
    name
    price
    shippingEstimate
    upc
    weight
  }

  query Everything {
    users {
      ...User
      reviews {
        ...Review
        product {
          ...Product
          reviews {
            ...Review
            author {
              ...User
              reviews {
                ...Review
                product {
                  ...Product
                }
              }
            }
          }
        }
      }
    }
    topProducts {
      ...Product
      reviews {
        ...Review
        author {
          ...User
          reviews {
            ...Review
            product {
              ...Product
            }
          }
        }
      }
    }
  }
`;

/** As every client of the benchmark sends it. */
export const operationBody = JSON.stringify({ query: operation, operationName: 'Everything' });
