import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { updateDiscoveryPreferencesInput } from './discovery.input';

export const discoveryResolvers: Resolvers = {
  Mutation: {
    updateDiscoveryPreferences: mutation(
      'UpdateDiscoveryPreferencesSuccess',
      updateDiscoveryPreferencesInput,
      async (input, { services }) => ({
        discovery: await services.discovery.update(input),
      }),
    ),
  },
  ViewerPreferences: {
    discovery: ({ id }, _, { services }) => services.discovery.own(id),
  },
};
