import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { uploadScansInput } from './door.input';

export const doorResolvers: Resolvers = {
  Query: {
    doorPackage: (_, { eventId, deviceKey }, { services }) => services.doors.packageOf(eventId, deviceKey),
  },
  Mutation: {
    uploadScans: mutation('UploadScansSuccess', uploadScansInput, (input, { services }) => services.doors.upload(input)),
  },
  Event: {
    doorConflicts: (event, _, { services }) => services.doors.conflicts(event),
  },
  DoorScan: {
    attendance: ({ attendanceId }, _, { services }) => services.attendances.byId(attendanceId),
  },
};
