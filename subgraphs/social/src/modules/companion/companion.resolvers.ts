import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { companionsInput } from './companion.input';

export const companionResolvers: Resolvers = {
  Query: {
    companionsFor: (_, { eventId, ...args }, { services }) => services.companions.of(eventId, args),
  },
  Mutation: {
    lookForCompanions: mutation('LookForCompanionsSuccess', companionsInput, async (input, { services }) => ({
      event: await services.companions.look(input),
    })),
    stopLookingForCompanions: mutation('StopLookingForCompanionsSuccess', companionsInput, async (input, { services }) => ({
      deletedId: await services.companions.stop(input),
    })),
  },
  Event: {
    viewerLooksForCompanions: ({ id }, _, { services }) => services.companions.looks(id),
  },
};
