import { parseInput, refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { groupCalendarInput } from './group-calendar.input';

export const groupCalendarResolvers: Resolvers = {
  Query: {
    groupCalendar: (_, { groupId, from, until, ...args }, { services }) =>
      services.groupCalendars.of(groupId, parseInput(groupCalendarInput, { from, until }), args),
  },
  GroupCalendarEntry: {
    event: ({ eventId }) => refTo(eventId),
    poll: ({ pollId }, _, { services }) => (pollId === null ? null : services.polls.byId(pollId)),
  },
};
