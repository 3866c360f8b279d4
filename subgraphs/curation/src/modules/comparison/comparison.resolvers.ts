import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const comparisonResolvers: Resolvers = {
  Query: {
    compareSubjects: (_root, { one, other }, { services }) => services.comparisons.compare(one, other),
  },
  ComparedSubject: {
    event: ({ eventId }) => refTo(eventId),
  },
};
