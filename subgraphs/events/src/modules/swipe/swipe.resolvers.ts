import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { swipeInput } from './swipe.input';

export const swipeResolvers: Resolvers = {
  Mutation: {
    swipe: mutation('SwipeSuccess', swipeInput, async (input, { services }) => ({ event: await services.swipes.swipe(input) })),
  },
  Event: {
    viewerSwipe: (event, _, { services }) => services.swipes.ofViewer(event),
  },
};
