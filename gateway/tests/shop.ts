import { GraphError } from '@marquee/platform';
import type { SubgraphPlan } from './kit';
import { library } from './library';
import { Topic } from './topic';

export interface Sale {
  bookId: string;
  copies: number;
}

/** The library and a shop that tells of its sales, live. */
export function aShop() {
  const sales = new Topic<Sale>();
  const state = { refuse: false, replay: [] as Sale[] };
  const shop: SubgraphPlan = {
    name: 'shop',
    sdl: `
      type Query { sold: Int! }
      type Subscription { bookSold(id: ID): Sale sellerSales: Sale! }
      type Sale { copies: Int! book: Book! }
      type Book @key(fields: "id") { id: ID! soldTotal: Int }
    `,
    resolvers: {
      Query: { sold: () => 3 },
      Subscription: {
        bookSold: {
          subscribe: () => {
            if (state.refuse) throw new GraphError('FORBIDDEN', 'You may not see the sales.');
            return sales.subscribe(state.replay);
          },
          resolve: (sale: Sale) => sale,
        },
        sellerSales: {
          subscribe: (_: unknown, __: unknown, { caller }: { caller: { viewer: { id: string } | null } }) => {
            if (!caller.viewer) throw new GraphError('UNAUTHENTICATED', 'Sign in to see your sales.');
            return sales.subscribe();
          },
          resolve: (sale: Sale) => {
            if (sale.copies < 0) throw new GraphError('CONFLICT', 'A sale cannot be negative.');
            return sale;
          },
        },
      },
      Sale: { book: ({ bookId }: Sale) => ({ id: bookId }) },
      Book: { __resolveReference: (reference: object) => reference, soldTotal: () => 7 },
    },
  };
  return { plans: [...library, shop], sales, state };
}
