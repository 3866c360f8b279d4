import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { reasonsOf } from './suggestion-compatibility';
import { dismissSuggestionInput } from './suggestion.input';

export const suggestionResolvers: Resolvers = {
  Query: {
    connectionSuggestions: (_, args, { services }) => services.suggestions.mine(args),
  },
  Mutation: {
    dismissSuggestion: mutation('DismissSuggestionSuccess', dismissSuggestionInput, async (input, { services }) => ({
      deletedId: await services.suggestions.dismiss(input),
    })),
  },
  User: {
    compatibility: ({ id }, _, { services }) => services.suggestions.compatibilityWith(id),
  },
  PersonSuggestion: {
    user: ({ id }) => refTo(id),
    reasons: ({ compatibility }) => reasonsOf(compatibility),
  },
};
