import type { Resolvers } from '../../generated/resolvers';

export const personResolvers: Resolvers = {
  User: {
    __resolveReference: ({ id }) => ({ id }),
    trackRecord: ({ id }, _args, { services }) => services.trackRecords.of(id),
    reviews: ({ id }, args, { services }) => services.reviews.ofAuthor(id, args),
  },
};
