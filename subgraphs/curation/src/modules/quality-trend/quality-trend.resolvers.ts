import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const qualityTrendResolvers: Resolvers = {
  Query: {
    qualityTrends: (_root, { weeks }, { services }) => services.qualityTrends.of(weeks),
  },
  QualityDecline: {
    category: ({ group, key }) => (group === 'CATEGORY' ? key : null),
    city: ({ group, key }) => (group === 'CITY' ? key : null),
    creator: ({ group, key }) => (group === 'CREATOR' ? refTo(key) : null),
    before: ({ meanBefore }) => meanBefore,
    after: ({ meanAfter }) => meanAfter,
    submissionsBefore: ({ nBefore }) => nBefore,
    submissionsAfter: ({ nAfter }) => nAfter,
    examples: ({ eventIds }) => eventIds.map((eventId) => refTo(eventId)),
  },
};
