import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const suggestionResolvers: Resolvers = {
  Query: {
    connectionSuggestions: (_, args, { services }) => services.suggestions.mine(args),
  },
  User: {
    compatibility: ({ id }, _, { services }) => services.suggestions.compatibilityWith(id),
  },
  PersonSuggestion: {
    user: ({ id }) => refTo(id),
  },
};
