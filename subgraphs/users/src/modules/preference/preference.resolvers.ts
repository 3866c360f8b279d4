import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { timeOf } from './preference-clock';
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
  ViewerPreferences: {
    quietHours: ({ quietFrom, quietUntil }) =>
      quietFrom === null || quietUntil === null ? null : { from: timeOf(quietFrom), until: timeOf(quietUntil) },
  },
};
