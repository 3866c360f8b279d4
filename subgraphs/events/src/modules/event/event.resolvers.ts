import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { priceOf } from './event-price';
import type { EventNode } from './event.types';

export const eventResolvers: Resolvers = {
  Query: {
    event: (_, { id }, { services }) => services.events.byId(id),
  },
  Subscription: {
    eventUpdated: {
      subscribe: (_, { eventId }, { services }) => services.events.updates(eventId),
      resolve: (event: EventNode) => event,
    },
  },
  Event: {
    __resolveReference: ({ id }, { services }) => services.events.byId(id),
    category: async ({ categorySlug }, _, { services }) => (await services.categories.bySlug(categorySlug))!,
    venue: ({ venueId }, _, { loaders }) => (venueId ? loaders.venueById.load(venueId) : null),
    creator: ({ creatorId }) => refTo(creatorId),
    organization: ({ organizationId }) => refTo(organizationId),
    group: async (event, _, { services }) => refTo(await services.events.groupIdOf(event)),
    price: (event) => priceOf(event),
    requirements: (event) => event,
    onlineUrl: (event, _, { services }) => services.events.onlineUrl(event),
    imported: ({ source }) => source !== null,
  },
};
