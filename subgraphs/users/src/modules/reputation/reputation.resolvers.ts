import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { level } from './reputation-formula';

export const reputationResolvers: Resolvers = {
  Query: {
    reputationHistory: (_, page, { services }) => services.reputation.history(page),
  },
  Viewer: {
    reliability: ({ user }) => user.reliability,
  },
  User: {
    reputation: ({ reputation, eventsAttended, reviewsGiven, communityContributions }) => ({
      score: reputation,
      eventsAttended,
      reviewsGiven,
      communityContributions,
    }),
    gamification: (user) => user,
  },
  Gamification: {
    level: ({ points }) => level(points),
    achievements: (user, _, { services }) => services.reputation.achievements(user),
  },
  ReputationChange: {
    counted: ({ change }) => change > 0,
    event: ({ eventId }) => ({ __typename: 'Event', ...refTo(eventId) }),
    score: ({ reputation }) => reputation,
  },
};
