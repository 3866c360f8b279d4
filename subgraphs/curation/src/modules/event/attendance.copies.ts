import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Tx } from '../../db';

/** Takes in an attendance if it is newer than what is known; of erased people none. */
export async function takeInAttendance(tx: Tx, attendance: AttendanceChanged): Promise<void> {
  const { eventId, userId, attendanceId, version, status, checkedInAt } = attendance;
  await tx.$executeRaw`
    INSERT INTO attendance_copies AS known (event_id, user_id, attendance_id, version, status, checked_in_at)
    SELECT ${eventId}::uuid, ${userId}::uuid, ${attendanceId}::uuid, ${version}::int, ${status}, ${checkedInAt}::timestamptz
    WHERE NOT EXISTS (SELECT FROM person_copies WHERE user_id = ${userId}::uuid AND erased_at IS NOT NULL)
    ON CONFLICT (event_id, user_id) DO UPDATE
    SET (attendance_id, version, status, checked_in_at) = (excluded.attendance_id, excluded.version, excluded.status, excluded.checked_in_at)
    WHERE known.version < excluded.version`;
}
