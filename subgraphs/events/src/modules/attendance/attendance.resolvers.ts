import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import type { AttendanceUpdate } from './attendance.live';
import { checkInInput, rsvpInput } from './attendance.input';

export const attendanceResolvers: Resolvers = {
  Mutation: {
    rsvp: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'RsvpSuccess', attendance: await services.attendances.rsvp(parseInput(rsvpInput, input)) })),
    checkIn: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'CheckInSuccess', attendance: await services.checkIns.checkIn(parseInput(checkInInput, input)) })),
  },
  Subscription: {
    attendanceChanged: {
      subscribe: (_, { eventId }, { services }) => services.live.attendanceUpdates(eventId),
      resolve: (update: AttendanceUpdate) => update,
    },
  },
  Event: {
    attendanceCounts: (event, _, { services }) => services.attendances.counts(event),
    viewerAttendance: (event, _, { services }) => services.attendances.ofViewer(event),
    friendsAttending: (event, { first }, { services }) => services.attendances.friendsGoing(event, first ?? 20),
    attendees: (event, { status, ...args }, { services }) => services.attendees.of(event, status ?? 'GOING', args),
  },
  User: {
    attending: ({ id }, args, { services }) => services.eventLists.attendedBy(id, args),
  },
  AttendanceCounts: {
    available: (counts, _, { services }) => services.attendances.available(counts),
  },
  Attendance: {
    __resolveReference: ({ id }, { services }) => services.attendances.byId(id),
    event: ({ eventId }, _, { services }) => services.visible.byId(eventId),
    user: ({ userId }) => ({ id: userId }),
    waitlistPosition: (attendance, _, { services }) => services.attendances.waitlistPosition(attendance),
    offerExpiresAt: (attendance, _, { services }) => services.attendances.offerExpiresAt(attendance),
  },
  EventFriendConnection: {
    nodes: ({ userIds }) => userIds.map((id) => ({ id })),
    totalCount: ({ total }) => total,
  },
};
