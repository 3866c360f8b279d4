import { ApolloClient } from '@apollo/client';
import { MockLink } from '@apollo/client/testing';
import { createCache } from '@marquee/client';
import { CategoriesDocument } from '@marquee/client/operations';

/** A client for a test of one screen: answers of your own, the real cache. */
export const clientWithCategories = (names: string[]) =>
  new ApolloClient({
    cache: createCache(),
    link: new MockLink([
      {
        request: { query: CategoriesDocument },
        result: {
          data: {
            categories: names.map((name) => ({ __typename: 'Category', slug: name.toLowerCase(), name, parent: null, eventCount: 0 })),
          },
        },
      },
    ]),
  });
