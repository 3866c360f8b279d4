import { anyone, signedIn, type Permissions } from '@marquee/platform';

/** The house rules. What is not named here is denied. Who may see which event is decided row by row (`event-access.ts`). */
export const permissions: Permissions = {
  Query: {
    event: anyone,
    venue: anyone,
    venues: anyone,
    categories: anyone,
    category: anyone,
    tags: anyone,
    eventInvitations: signedIn,
    eventFeed: anyone,
    searchEvents: anyone,
    suggestEvents: anyone,
    trendingEvents: anyone,
  },
  Mutation: {
    createEvent: signedIn,
    updateEvent: signedIn,
    submitEvent: signedIn,
    cancelEvent: signedIn,
    deleteEvent: signedIn,
    createVenue: signedIn,
    importEvents: signedIn,
    inviteToEvent: signedIn,
    rsvp: signedIn,
    checkIn: signedIn,
    swipe: signedIn,
  },
  Subscription: {
    eventUpdated: anyone,
    attendanceChanged: anyone,
  },
  Event: anyone,
  Venue: anyone,
  Category: anyone,
  Tag: anyone,
  Attendance: anyone,
  User: anyone,
  Group: anyone,
};
