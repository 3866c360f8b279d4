import type { Resolvers } from '../../generated/resolvers';

export const trackRecordResolvers: Resolvers = {
  TrackRecord: {
    decisions: ({ userId }, _args, { loaders }) => loaders.newestDecisionsByCreatorId.load(userId),
  },
};
