import type { EventResolvers, Resolvers } from '../../generated/resolvers';

const Event: EventResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  curation: ({ id }, _args, { services }) => services.curation.ofEvent(id),
  averageRating: ({ id }, _args, { services }) => services.reviews.averageRating(id),
  reviews: ({ id }, args, { services }) => services.reviews.ofEvent(id, args),
};

export const eventResolvers: Resolvers = { Event };
