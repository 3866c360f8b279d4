import { isId, parseInput, refTo, z } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { myEventsInput } from './listing.input';

export const listingResolvers: Resolvers = {
  Query: {
    eventInvitations: (_, args, { services }) => services.listings.invitedTo(args),
    myEvents: (_, { filter, ...args }, { services }) =>
      services.listings.runByViewer(parseInput(z.object({ filter: myEventsInput }), { filter: filter ?? {} }).filter, args),
  },
  User: {
    __resolveReference: ({ id }) => (isId(id) ? refTo(id) : null),
    organizedEvents: ({ id }, args, { services }) => services.listings.organizedBy(id, args),
    attending: ({ id }, args, { services }) => services.listings.attendedBy(id, args),
    calendar: ({ id }, args, { services }) => services.listings.calendarOf(id, args),
    savedEvents: ({ id }, args, { services }) => services.listings.savedBy(id, args),
    likedEvents: ({ id }, args, { services }) => services.listings.likedBy(id, args),
  },
  Organization: {
    __resolveReference: ({ id }) => (isId(id) ? refTo(id) : null),
    events: ({ id }, args, { services }) => services.listings.ofOrganization(id, args),
  },
  Venue: {
    events: ({ id }, { when, ...args }, { services }) => services.listings.atVenue(id, when, args),
  },
  Group: {
    __resolveReference: ({ id }) => (isId(id) ? refTo(id) : null),
    events: ({ id }, args, { services }) => services.listings.ofGroup(id, args),
  },
};
