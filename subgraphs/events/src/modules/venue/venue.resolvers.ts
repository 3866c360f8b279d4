import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { createVenueInput } from './venue.input';

export const venueResolvers: Resolvers = {
  Query: {
    venue: (_, { id }, { services }) => services.venues.find(id),
    venues: (_, { name, first }, { services }) => services.venues.named(name, first ?? 10),
  },
  Mutation: {
    createVenue: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'CreateVenueSuccess', venue: await services.venues.create(parseInput(createVenueInput, input)) })),
  },
  Venue: {
    __resolveReference: ({ id }, { services }) => services.venues.find(id),
    location: ({ latitude, longitude }) => (latitude === null || longitude === null ? null : { latitude, longitude }),
  },
};
