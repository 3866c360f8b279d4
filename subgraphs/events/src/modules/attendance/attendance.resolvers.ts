import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import type { AttendanceUpdate } from './attendance.service';
import { checkInInput, decideAttendanceInput, rsvpInput } from './attendance.input';

export const attendanceResolvers: Resolvers = {
  Mutation: {
    rsvp: mutation('RsvpSuccess', rsvpInput, async (input, { services }) => ({ attendance: await services.rsvps.rsvp(input) })),
    checkIn: mutation('CheckInSuccess', checkInInput, async (input, { services }) => ({
      attendance: await services.checkIns.checkIn(input),
    })),
    decideAttendance: mutation('DecideAttendanceSuccess', decideAttendanceInput, async (input, { services }) => ({
      attendance: await services.approvals.decide(input),
    })),
  },
  Subscription: {
    attendanceChanged: {
      subscribe: (_, { eventId }, { services }) => services.attendances.updates(eventId),
      resolve: (update: AttendanceUpdate) => update,
    },
  },
  Event: {
    attendanceCounts: (event, _, { services }) => services.attendances.counts(event),
    viewerAttendance: (event, _, { services }) => services.attendances.ofViewer(event),
    friendsAttending: (event, { first }, { services }) => services.attendances.friendsGoing(event, first ?? 20),
    attendees: (event, { status, ...args }, { services }) => services.attendees.of(event, status ?? 'GOING', args),
  },
  AttendanceCounts: {
    available: (counts, _, { services }) => services.attendances.available(counts),
  },
  Attendance: {
    __resolveReference: ({ id }, { services }) => services.attendances.byId(id),
    event: ({ eventId }, _, { services }) => services.events.byId(eventId),
    user: ({ userId }) => refTo(userId),
    status: (attendance, _, { services }) => services.attendances.status(attendance),
    waitlistPosition: (attendance, _, { services }) => services.attendances.waitlistPosition(attendance),
    offerExpiresAt: (attendance, _, { services }) => services.attendances.offerExpiresAt(attendance),
  },
  FriendsAttending: {
    nodes: ({ userIds }) => userIds.map((id) => refTo(id)),
    totalCount: ({ total }) => total,
  },
};
