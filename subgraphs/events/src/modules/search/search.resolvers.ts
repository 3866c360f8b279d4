import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { clustersInput, searchInput, suggestInput } from './search.input';

export const searchResolvers: Resolvers = {
  Query: {
    searchEvents: (_, { first, after, ...question }, { services }) =>
      services.search.events(parseInput(searchInput, question), { first: first ?? 20, after }),
    suggestEvents: (_, { prefix, first }, { services }) =>
      services.search.suggestions(parseInput(suggestInput, { prefix, first: first ?? 8 })),
  },
  EventSearchConnection: {
    clusters: ({ clusters }, { columns }) => clusters(parseInput(clustersInput, { columns: columns ?? 8 }).columns),
  },
  EventCluster: {
    event: ({ eventId }, _, { services }) => services.events.byId(eventId),
  },
  Event: {
    distanceKm: ({ distanceKm }) => distanceKm ?? null,
  },
};
