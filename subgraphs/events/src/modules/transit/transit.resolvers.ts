import type { Resolvers } from '../../generated/resolvers';

export const transitResolvers: Resolvers = {
  Venue: { transitScore: (venue, _, { services }) => services.transit.scoreOf(venue) },
  Event: { transitScore: (event, _, { services }) => services.transit.ofEvent(event) },
};
