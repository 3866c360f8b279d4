import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { mergeVenuesInput, undoVenueMergeInput } from './venue-merge.input';

export const venueMergeResolvers: Resolvers = {
  Query: {
    venueDoubles: (_, { first }, { services }) => services.venueMerges.doubles(first ?? 20),
  },
  Mutation: {
    mergeVenues: mutation('MergeVenuesSuccess', mergeVenuesInput, async (input, { services }) => ({
      venue: await services.venueMerges.merge(input),
    })),
    undoVenueMerge: mutation('UndoVenueMergeSuccess', undoVenueMergeInput, async (input, { services }) => ({
      venue: await services.venueMerges.undo(input),
    })),
  },
};
