import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { deleteSavedSearchInput, saveSearchInput, updateSavedSearchInput } from './saved-search.input';

export const savedSearchResolvers: Resolvers = {
  Query: {
    savedSearches: (_, args, { services }) => services.savedSearches.list(args),
    savedSearch: (_, { id }, { services }) => services.savedSearches.byId(id),
    savedSearchMatches: (_, { searchId, ...args }, { services }) => services.savedSearches.matches(searchId, args),
  },
  Mutation: {
    saveSearch: mutation('SaveSearchSuccess', saveSearchInput, async (input, { services }) => ({
      search: await services.savedSearches.save(input),
    })),
    updateSavedSearch: mutation('UpdateSavedSearchSuccess', updateSavedSearchInput, async (input, { services }) => ({
      search: await services.savedSearches.update(input),
    })),
    deleteSavedSearch: mutation('DeleteSavedSearchSuccess', deleteSavedSearchInput, async (input, { services }) => ({
      deletedId: await services.savedSearches.delete(input),
    })),
  },
  SavedSearch: {
    here: ({ latitude, longitude, timezone }) => (latitude === null && timezone === null ? null : { latitude, longitude, timezone }),
  },
};
