import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { swipeInput, undoSwipeInput } from './swipe.input';

export const swipeResolvers: Resolvers = {
  Mutation: {
    swipe: mutation('SwipeSuccess', swipeInput, async (input, { services }) => ({ event: await services.swipes.swipe(input) })),
    undoSwipe: mutation('UndoSwipeSuccess', undoSwipeInput, async (input, { services }) => ({ event: await services.swipes.undo(input) })),
  },
  Event: {
    viewerSwipe: (event, _, { services }) => services.swipes.ofViewer(event),
  },
};
