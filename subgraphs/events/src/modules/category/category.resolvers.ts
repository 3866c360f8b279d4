import type { Resolvers } from '../../generated/resolvers';
import { translationsOf } from './category-tree';

export const categoryResolvers: Resolvers = {
  Query: {
    categories: (_, __, { services }) => services.categories.all(),
    category: (_, { slug }, { services }) => services.categories.bySlug(slug),
    suggestCategories: (_, { title, description, keywords }, { services }) =>
      services.categories.suggest({ title, description: description ?? '', keywords: keywords ?? [] }),
  },
  Category: {
    __resolveReference: ({ id }, { services }) => services.categories.byId(id),
    translations: ({ slug }) => translationsOf(slug),
    parent: (category, _, { services }) => services.categories.parentOf(category),
    children: (category, _, { services }) => services.categories.childrenOf(category),
    eventCount: (category, _, { services }) => services.categories.eventCount(category),
  },
};
