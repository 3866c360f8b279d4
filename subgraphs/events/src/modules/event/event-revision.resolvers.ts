import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import type { MetadataEntry, Performer } from './event-details';
import { CONTENT_FIELDS, fieldsOf, type EventContent } from './event-content';
import { withdrawEventRevisionInput } from './event-revision.input';

export const revisionResolvers: Resolvers = {
  Mutation: {
    withdrawEventRevision: mutation('WithdrawEventRevisionSuccess', withdrawEventRevisionInput, async (input, { services }) => ({
      event: await services.revisions.withdraw(input),
    })),
  },
  Event: {
    pendingRevision: (event, _, { services }) => services.revisions.pendingOf(event),
    latestRevision: (event, _, { services }) => services.revisions.latestOf(event),
  },
  EventRevision: {
    __resolveReference: ({ id }, { services }) => services.revisions.byId(id),
    event: async ({ eventId }, _, { services }) => services.events.require(eventId),
    author: ({ authorId }) => refTo(authorId),
    changedFields: ({ changes }) => fieldsOf(changes as Partial<EventContent>).map((name) => CONTENT_FIELDS[name]),
    title: ({ content }) => content.title,
    description: ({ content }) => content.description,
    category: async ({ content }, _, { services }) => (await services.categories.bySlug(content.categorySlug))!,
    tags: ({ content }) => content.tags,
    format: ({ content }) => content.format,
    onlineUrl: ({ content }) => content.onlineUrl,
    venue: ({ content: { venueId } }, _, { loaders }) => (venueId ? loaders.venueById.load(venueId) : null),
    imageUrl: ({ content }) => content.imageUrl,
    shortDescription: ({ content }) => content.shortDescription,
    videoUrl: ({ content }) => content.videoUrl,
    ticketUrl: ({ content }) => content.ticketUrl,
    accessibilityNote: ({ content }) => content.accessibilityNote,
    neighbourhood: ({ content }) => content.neighbourhood,
    metadata: ({ content }) => content.metadata as MetadataEntry[],
    performers: ({ content }) => content.performers as Performer[],
    onlineProvider: ({ content }) => content.onlineProvider,
  },
};
