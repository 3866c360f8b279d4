import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { renewCalendarFeedInput } from './calendar.input';
import { CALENDARS } from './calendar-route';

export const calendarResolvers: Resolvers = {
  Query: {
    calendarFeed: (_, __, { services }) => services.calendars.feed(),
    sharedCalendar: (_, { userId, ...args }, { services }) => services.calendars.sharedBy(userId, args),
  },
  Mutation: {
    renewCalendarFeed: mutation('RenewCalendarFeedSuccess', renewCalendarFeedInput, async (input, { services }) => ({
      calendarFeed: await services.calendars.renew(input),
    })),
  },
  Event: { calendarLinks: (event, _, { services }) => services.calendars.linksOf(event) },
  Series: {
    calendarPath: async ({ id }, _, { services }) => ((await services.series.isPublic(id)) ? `${CALENDARS}/series/${id}.ics` : null),
  },
  Venue: { calendarPath: ({ id }) => `${CALENDARS}/venues/${id}.ics` },
};
