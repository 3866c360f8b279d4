import type { QueryResolvers, Resolvers } from '../../generated/resolvers';

const Query: QueryResolvers = {
  curationQueue: (_root, { filter, ...page }, { services }) => services.queue.page(page, filter?.status ?? null),
};

export const queueResolvers: Resolvers = { Query };
