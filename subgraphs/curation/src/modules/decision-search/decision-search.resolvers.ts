import type { Resolvers } from '../../generated/resolvers';

export const decisionSearchResolvers: Resolvers = {
  Query: {
    searchDecisions: (_root, { query, filter, order, ...page }, { services }) =>
      services.decisionSearch.search(page, query, filter ?? {}, order),
  },
};
