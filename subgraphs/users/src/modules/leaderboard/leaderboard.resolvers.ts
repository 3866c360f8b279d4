import type { Resolvers } from '../../generated/resolvers';

export const leaderboardResolvers: Resolvers = {
  Query: {
    leaderboard: (_, { scope, period, ...page }, { services }) => services.leaderboards.page(scope, period, page),
  },
  LeaderboardEntry: {
    user: (entry, _, { services }) => services.leaderboards.user(entry),
  },
};
