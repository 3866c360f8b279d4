import type { Resolvers } from '../../generated/resolvers';
import { isFeatured, providerOf, type AccessibilityFeature, type MetadataEntry, type Performer } from './event-details';

export const detailResolvers: Resolvers = {
  Event: {
    accessibility: (event) => event,
    metadata: ({ metadata }) => metadata as unknown as MetadataEntry[],
    performers: ({ performers }) => performers as unknown as Performer[],
    onlineProvider: ({ onlineProvider, onlineUrl }) => onlineProvider ?? (onlineUrl === null ? null : providerOf(onlineUrl)),
    featured: (event, _, { kept }) => isFeatured(event, kept.clock.now()),
    likeCount: async ({ id }, _, { loaders }) => (await loaders.likesByEventId.load(id))?.count ?? 0,
  },
  EventAccessibility: {
    // Written by details.input.ts alone, which takes no others.
    features: ({ accessibility }) => accessibility as AccessibilityFeature[],
    note: ({ accessibilityNote }) => accessibilityNote,
  },
  EventMetadataEntry: {
    text: ({ value }) => (typeof value === 'string' ? value : null),
    number: ({ value }) => (typeof value === 'number' ? value : null),
    boolean: ({ value }) => (typeof value === 'boolean' ? value : null),
  },
};
