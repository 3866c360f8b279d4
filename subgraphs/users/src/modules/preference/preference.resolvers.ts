import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { updatePreferencesInput } from './preference.input';

export const preferenceResolvers: Resolvers = {
  Mutation: {
    updatePreferences: mutation('UpdatePreferencesSuccess', updatePreferencesInput, async (input, { services }) => ({
      preferences: await services.preferences.update(input),
    })),
  },
  Viewer: {
    preferences: ({ user }) => user,
  },
};
