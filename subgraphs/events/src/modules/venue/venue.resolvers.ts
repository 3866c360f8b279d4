import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { createVenueInput } from './venue.input';

export const venueResolvers: Resolvers = {
  Query: {
    venue: (_, { id }, { services }) => services.venues.byId(id),
    venues: (_, { name, first }, { services }) => services.venues.named(name, first ?? 10),
  },
  Mutation: {
    createVenue: mutation('CreateVenueSuccess', createVenueInput, async (input, { services }) => ({
      venue: await services.venues.create(input),
    })),
  },
  Venue: {
    __resolveReference: ({ id }, { services }) => services.venues.byId(id),
    hidden: ({ hiddenAt }) => hiddenAt !== null,
    location: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : { latitude, longitude }),
  },
};
