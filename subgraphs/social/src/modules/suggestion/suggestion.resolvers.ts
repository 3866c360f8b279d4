import type { Resolvers } from '../../generated/resolvers';

export const suggestionResolvers: Resolvers = {
  Query: {
    connectionSuggestions: (_, args, { services }) => services.suggestions.suggestions(args),
  },
  User: {
    compatibility: ({ id }, _, { services }) => services.suggestions.with(id),
  },
  ConnectionSuggestion: {
    user: ({ id }) => ({ id }),
  },
};
