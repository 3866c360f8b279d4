import { parseInput, refTo } from '@marquee/platform';
import { highlightsOf } from './highlight';
import type { Resolvers } from '../../generated/resolvers';
import { clustersInput, relatedInput, searchInput, suggestInput, suggestionsInput } from './search.input';

export const searchResolvers: Resolvers = {
  Query: {
    searchEvents: (_, { first, after, ...question }, { services }) =>
      services.search.events(parseInput(searchInput, question), { first: first ?? 20, after }),
    suggestEvents: (_, { prefix, first }, { services }) =>
      services.search.suggestions(parseInput(suggestInput, { prefix, first: first ?? 8 })),
    searchSuggestions: async (_, { prefix, first, kinds }, { services }) => {
      const found = await services.search.suggestionsWhere(parseInput(suggestionsInput, { prefix, first: first ?? 8, kinds }));
      return found.map((suggestion) => ({ ...suggestion, highlights: highlightsOf(suggestion.text, prefix) }));
    },
  },
  EventSearchConnection: {
    related: ({ related }, { first }) => related(parseInput(relatedInput, { first: first ?? 10 }).first),
    clusters: ({ clusters }, { columns }) => clusters(parseInput(clustersInput, { columns: columns ?? 8 }).columns),
  },
  EventCluster: {
    event: ({ eventId }, _, { services }) => services.events.byId(eventId),
  },
  SearchSuggestion: {
    event: ({ kind, id }, _, { services }) => (kind === 'EVENT' ? services.events.byId(id!) : null),
    venue: ({ kind, id }, _, { services }) => (kind === 'VENUE' ? services.venues.byId(id!) : null),
    person: ({ kind, id }) => (kind === 'PERSON' ? refTo(id) : null),
    category: ({ kind, id }, _, { services }) => (kind === 'CATEGORY' ? services.categories.bySlug(id!) : null),
    tag: ({ kind, id }) => (kind === 'TAG' ? id : null),
  },
  Event: {
    distanceKm: ({ distanceKm }) => distanceKm ?? null,
  },
};
