import { isId, parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { cancelEventInput, createEventInput, deleteEventInput, submitEventInput, updateEventInput } from './event.input';
import { priceOf } from './event.price';
import type { EventNode } from './event.row';

export const eventResolvers: Resolvers = {
  Query: {
    event: (_, { id }, { services }) => services.visible.byId(id),
  },
  Mutation: {
    createEvent: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'CreateEventSuccess', event: await services.events.create(parseInput(createEventInput, input)) })),
    updateEvent: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'UpdateEventSuccess', event: await services.events.update(parseInput(updateEventInput, input)) })),
    submitEvent: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'SubmitEventSuccess', event: await services.events.submit(parseInput(submitEventInput, input)) })),
    cancelEvent: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'CancelEventSuccess', event: await services.events.cancel(parseInput(cancelEventInput, input)) })),
    deleteEvent: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'DeleteEventSuccess',
        deletedEventId: await services.events.deleteDraft(parseInput(deleteEventInput, input)),
      })),
  },
  Subscription: {
    eventUpdated: {
      subscribe: (_, { eventId }, { services }) => services.live.eventUpdates(eventId),
      resolve: (event: EventNode) => event,
    },
  },
  Event: {
    __resolveReference: ({ id }, { services }) => services.visible.byId(id),
    category: async ({ categorySlug }, _, { services }) => (await services.categories.bySlug(categorySlug))!,
    venue: ({ venueId }, _, { loaders }) => (venueId ? loaders.venueById.load(venueId) : null),
    creator: ({ creatorId }) => ({ id: creatorId }),
    group: ({ groupId }) => (groupId ? { id: groupId } : null),
    price: (event) => priceOf(event),
    onlineUrl: (event, _, { services }) => services.events.onlineUrl(event),
    imported: ({ source }) => source !== null,
  },
  User: {
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    organizedEvents: ({ id }, args, { services }) => services.eventLists.organizedBy(id, args),
  },
  Group: {
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    events: ({ id }, args, { services }) => services.eventLists.ofGroup(id, args),
  },
};
