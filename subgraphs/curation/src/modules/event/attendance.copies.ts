import type { AttendanceChanged } from '@marquee/schema/topics';
import type { Tx } from '../../db';

/** Many attendances in one statement; of each the newer version stays, and of erased people none. */
export function upsertAttendanceCopies(tx: Tx, attendances: readonly AttendanceChanged[]): Promise<number> {
  const rows = attendances.map(({ eventId, userId, attendanceId, version, status, checkedInAt }) => ({
    event_id: eventId,
    user_id: userId,
    attendance_id: attendanceId,
    version,
    status,
    checked_in_at: checkedInAt,
  }));
  return tx.$executeRaw`
    INSERT INTO attendance_copies AS known
    SELECT a.* FROM jsonb_populate_recordset(NULL::attendance_copies, ${JSON.stringify(rows)}::jsonb) AS a
    WHERE NOT EXISTS (SELECT FROM person_copies p WHERE p.user_id = a.user_id AND p.erased_at IS NOT NULL)
    ON CONFLICT (event_id, user_id) DO UPDATE
    SET (attendance_id, version, status, checked_in_at) = (excluded.attendance_id, excluded.version, excluded.status, excluded.checked_in_at)
    WHERE known.version < excluded.version`;
}
