import type { Resolvers, UserResolvers } from '../../generated/resolvers';

const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  reviews: ({ id }, args, { services }) => services.reviews.ofAuthor(id, args),
};

export const personResolvers: Resolvers = { User };
