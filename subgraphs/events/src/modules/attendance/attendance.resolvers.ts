import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import type { AttendanceUpdate, InterestShown } from './attendance.service';
import { offeredPlacesOf } from './party';
import { checkInInput, decideAttendanceInput, rsvpInput, undoCheckInInput } from './attendance.input';

export const attendanceResolvers: Resolvers = {
  Query: { attendance: (_, { id }, { services }) => services.attendances.byId(id) },
  Mutation: {
    rsvp: mutation('RsvpSuccess', rsvpInput, async (input, { services }) => ({ attendance: await services.rsvps.rsvp(input) })),
    checkIn: mutation('CheckInSuccess', checkInInput, (input, { services }) => services.checkIns.checkIn(input)),
    undoCheckIn: mutation('UndoCheckInSuccess', undoCheckInInput, async (input, { services }) => ({
      attendance: await services.checkIns.undo(input),
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
    interestShown: {
      subscribe: (_, { eventId }, { services }) => services.attendances.interest(eventId),
      resolve: (attendance: InterestShown) => attendance,
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
    user: ({ userId, guest }) => (guest ? null : refTo(userId)),
    isGuest: ({ guest }) => guest,
    guestName: (attendance, _, { services }) => services.attendances.guestName(attendance),
    status: (attendance, _, { services }) => services.attendances.status(attendance),
    companionNames: async (attendance, _, { services }) => await services.attendances.privately(attendance, attendance.companionNames),
    notes: (attendance, _, { services }) => services.attendances.privately(attendance, attendance.notes),
    group: async (attendance, _, { services }) => refTo(await services.attendances.groupIdOf(attendance)),
    acceptsPart: (attendance, _, { services }) => services.attendances.privately(attendance, attendance.acceptsPart),
    waitlistPosition: async (attendance, _, { services }) => (await services.waitlists.placeOf(attendance))?.position ?? null,
    offeredPlaces: (attendance, _, { services }) => services.attendances.privately(attendance, offeredPlacesOf(attendance) || null),
    offerExpiresAt: (attendance, _, { services }) => services.attendances.offerExpiresAt(attendance),
  },
  FriendsAttending: {
    nodes: ({ userIds }) => userIds.map((id) => refTo(id)),
    totalCount: ({ total }) => total,
  },
};
