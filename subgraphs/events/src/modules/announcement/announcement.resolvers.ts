import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { announceToGuestsInput } from './announcement.input';

export const announcementResolvers: Resolvers = {
  Mutation: {
    announceToGuests: mutation('AnnounceToGuestsSuccess', announceToGuestsInput, async (input, { services }) => ({
      announcement: await services.announcements.announce(input),
    })),
  },
  Event: {
    announcements: (event, args, { services }) => services.announcements.of(event, args),
    noShows: (event, args, { services }) => services.announcements.noShows(event, args),
  },
  Announcement: { author: ({ authorId }) => refTo(authorId) },
};
