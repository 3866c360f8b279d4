import type { Resolvers } from '../../generated/resolvers';

export const tagResolvers: Resolvers = {
  Query: {
    tags: (_, { prefix, first }, { services }) => services.tags.inUse(prefix, first ?? 20),
  },
  Tag: {
    __resolveReference: ({ id }, { services }) => services.tags.byId(id),
    eventCount: (tag, _, { services }) => services.tags.eventCount(tag),
  },
};
