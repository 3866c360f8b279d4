import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { analyticsInput } from './analytics.input';

export const analyticsResolvers: Resolvers = {
  Query: {
    eventAnalytics: (_, { eventId, ...args }, { services }) =>
      services.analytics.ofEvent(eventId.toLowerCase(), parseInput(analyticsInput, args).range),
    organizationAnalytics: (_, { organizationId, ...args }, { services }) =>
      services.analytics.ofOrganization(organizationId.toLowerCase(), parseInput(analyticsInput, args).range),
    platformAnalytics: (_, args, { services }) => services.platformAnalytics.of(parseInput(analyticsInput, args).range),
  },
};
