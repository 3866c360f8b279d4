import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { swipeInput } from './swipe.input';

export const swipeResolvers: Resolvers = {
  Mutation: {
    swipe: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'SwipeSuccess', event: await services.swipes.swipe(parseInput(swipeInput, input)) })),
  },
  Event: {
    viewerSwipe: (event, _, { services }) => services.swipes.ofViewer(event),
  },
  User: {
    calendar: ({ id }, args, { services }) => services.eventLists.calendarOf(id, args),
    savedEvents: ({ id }, args, { services }) => services.eventLists.savedBy(id, args),
    likedEvents: ({ id }, args, { services }) => services.eventLists.likedBy(id, args),
  },
};
