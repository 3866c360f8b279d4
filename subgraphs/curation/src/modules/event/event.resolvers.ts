import type { Resolvers } from '../../generated/resolvers';

export const eventResolvers: Resolvers = {
  Event: {
    __resolveReference: ({ id }) => ({ id }),
    curation: ({ id }, _args, { services }) => services.curation.ofEvent(id),
    averageRating: ({ id }, _args, { services }) => services.reviews.averageRating(id),
    reviews: ({ id }, args, { services }) => services.reviews.ofEvent(id, args),
  },
};
