import type { Resolvers } from '../../generated/resolvers';
import { level } from './reputation-formula';

export const reputationResolvers: Resolvers = {
  User: {
    reputation: ({ reputation, eventsAttended, reviewsGiven, communityContributions }) => ({
      score: reputation,
      eventsAttended,
      reviewsGiven,
      communityContributions,
    }),
    gamification: ({ points, badges }) => ({ points, level: level(points), badges }),
  },
};
