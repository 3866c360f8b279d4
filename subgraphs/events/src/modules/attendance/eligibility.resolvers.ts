import { refTo } from '@marquee/platform';
import { messageOf } from '@marquee/schema/rules/eligibility-message';
import type { Resolvers } from '../../generated/resolvers';

export const eligibilityResolvers: Resolvers = {
  Query: {
    eligibility: (_, { eventId, purpose, companions }, { services }) =>
      services.eligibility.of(eventId, purpose ?? 'GOING', companions ?? 0),
  },
  Eligibility: {
    message: ({ code }) => messageOf(code),
    tiers: ({ tierIds }) => tierIds.map((id) => refTo(id)),
  },
};
