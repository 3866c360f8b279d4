import { refTo } from '@marquee/platform';
import { messageOf } from '@marquee/schema/rules/eligibility-message';
import type { Resolvers } from '../../generated/resolvers';

export const eligibilityResolvers: Resolvers = {
  Query: {
    eligibility: (_, { eventId, purpose }, { services }) => services.eligibility.of(eventId, purpose ?? 'GOING'),
  },
  Eligibility: {
    message: ({ code }) => messageOf(code),
    tiers: ({ tierIds }) => tierIds.map((id) => refTo(id)),
  },
};
