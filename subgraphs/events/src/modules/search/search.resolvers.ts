import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { searchInput, suggestInput } from './search.input';

export const searchResolvers: Resolvers = {
  Query: {
    searchEvents: (_, { first, after, ...question }, { services }) =>
      services.search.events(parseInput(searchInput, question), { first: first ?? 20, after }),
    suggestEvents: (_, { prefix, first }, { services }) =>
      services.search.suggestions(parseInput(suggestInput, { prefix, first: first ?? 8 })),
  },
  Event: {
    distanceKm: ({ distanceKm }) => distanceKm ?? null,
  },
};
