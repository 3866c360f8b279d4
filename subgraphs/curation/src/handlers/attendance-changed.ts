import type { FactHandler } from '@marquee/platform';
import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Tx } from '../db';
import { takeInAttendance } from '../modules/event/attendance.copies';

/** Keeps who attends what: only those may review. Nothing comes back of a person who was erased. */
export const attendanceChanged =
  (): FactHandler<AttendanceChanged, Tx> =>
  (fact, { tx }) =>
    takeInAttendance(tx, fact.payload);
