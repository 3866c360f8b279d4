import type { Resolvers } from '../../generated/resolvers';

export const ratingResolvers: Resolvers = {
  Event: {
    organizerRating: ({ creatorId, organizationId }, _, { loaders }) => loaders.ratingByOwnerId.load(organizationId ?? creatorId),
  },
};
