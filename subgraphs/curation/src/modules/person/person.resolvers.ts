import type { Resolvers } from '../../generated/resolvers';

export const personResolvers: Resolvers = {
  User: {
    __resolveReference: ({ id }) => ({ id }),
    reviews: ({ id }, args, { services }) => services.reviews.ofAuthor(id, args),
  },
};
