import type { Resolvers } from '../../generated/resolvers';

export const categoryResolvers: Resolvers = {
  Query: {
    categories: (_, __, { services }) => services.categories.all(),
    category: (_, { slug }, { services }) => services.categories.bySlug(slug),
  },
  Category: {
    __resolveReference: ({ id }, { services }) => services.categories.byId(id),
    parent: (category, _, { services }) => services.categories.parentOf(category),
    children: (category, _, { services }) => services.categories.childrenOf(category),
    eventCount: (category, _, { services }) => services.categories.eventCount(category),
  },
};
