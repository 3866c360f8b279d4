import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { chooseSuggestionsInput } from './tracking.input';

export const personalSuggestionResolvers: Resolvers = {
  Viewer: {
    suggestionSettings: ({ user }, _, { services }) => services.personalSuggestions.settings(user.id),
    personalSuggestions: ({ user }, args, { services }) => services.personalSuggestions.list(user.id, args),
  },
  Mutation: {
    chooseSuggestions: mutation('ChooseSuggestionsSuccess', chooseSuggestionsInput, async (input, { services }) => ({
      settings: await services.personalSuggestions.choose(input),
    })),
  },
};
