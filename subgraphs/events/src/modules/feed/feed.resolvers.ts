import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { trendingInput } from './feed.input';

export const feedResolvers: Resolvers = {
  Query: {
    eventFeed: (_, { first, after }, { services }) => services.feed.page({ first: first ?? 20, after }),
    trendingEvents: async (_, args, { services }) => ({ nodes: await services.feed.trending(parseInput(trendingInput, args)) }),
  },
};
