import { parseInput } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { searchLogInput, setPersonalizationInput, trackInteractionsInput } from './interaction.input';

export const interactionResolvers: Resolvers = {
  Query: {
    personalization: (_, _args, { services }) => services.personalization.ofViewer(),
    searchLog: async (_, args, { services }) => ({ nodes: await services.interactions.searchLog(parseInput(searchLogInput, args)) }),
  },
  Mutation: {
    trackInteractions: mutation('TrackInteractionsSuccess', trackInteractionsInput, (input, { services }) =>
      services.interactions.track(input),
    ),
    setPersonalization: mutation('SetPersonalizationSuccess', setPersonalizationInput, async (input, { services }) => ({
      personalization: await services.personalization.set(input),
    })),
  },
};
