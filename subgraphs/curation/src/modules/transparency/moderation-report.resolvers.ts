import type { Resolvers } from '../../generated/resolvers';

export const moderationReportResolvers: Resolvers = {
  Query: {
    moderationReport: (_root, { from, until }, { services }) => services.moderationReport.between(new Date(from), new Date(until)),
  },
};
