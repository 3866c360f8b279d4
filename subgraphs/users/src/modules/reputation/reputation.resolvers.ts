import type { Resolvers } from '../../generated/resolvers';
import { level } from './standing.formula';

export const standingResolvers: Resolvers = {
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
