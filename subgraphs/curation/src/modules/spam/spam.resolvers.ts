import type { Resolvers } from '../../generated/resolvers';

export const spamResolvers: Resolvers = {
  Query: {
    spamModels: (_root, { first }, { services }) => services.spam.versions(first),
  },
};
