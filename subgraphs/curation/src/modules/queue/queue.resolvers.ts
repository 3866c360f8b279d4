import type { Resolvers } from '../../generated/resolvers';

export const queueResolvers: Resolvers = {
  Query: {
    curationQueue: (_root, { filter, ...page }, { services }) => services.queue.page(page, filter?.status ?? null),
  },
};
