import type { FactHandler } from '@marquee/platform';
import type { AttendanceChanged } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import type { AttendanceCopy } from '../generated/prisma/client';
import { post } from '../modules/notification/notification.post';
import { placeOffered } from '../modules/notification/notification.text';
import { recount } from '../modules/standing/standing.recount';

/** Keeps who attends what, tells of an offered place, and counts attendance for somebody's standing. */
export const attendanceChanged =
  ({ bus, clock }: SubgraphRuntime): FactHandler<AttendanceChanged, Tx> =>
  async ({ payload, headers }, { tx, after }) => {
    const before = await tx.attendanceCopy.findUnique({ where: { attendanceId: payload.attendanceId } });
    if (!(await keep(tx, payload))) return;
    const event = await tx.eventCopy.findUnique({ where: { eventId: payload.eventId } });
    const offer = payload.offerExpiresAt ? new Date(payload.offerExpiresAt) : null;
    if (offer && offer.getTime() !== before?.offerExpiresAt?.getTime()) {
      await post({ tx, after, bus, now: clock.now() }, [payload.userId], placeOffered(payload.eventId, event, offer));
    }
    if (countsDifferently(before, payload, event?.status === 'COMPLETED')) {
      await recount(tx, [payload.userId], { now: clock.now(), correlationId: headers['correlationId'] ?? 'none' });
    }
  };

/** Most attendances change nobody's standing: only a check-in does, and a place at an event that is over. */
function countsDifferently(before: AttendanceCopy | null, now: AttendanceChanged, over: boolean): boolean {
  return (
    (before?.checkedInAt != null) !== (now.checkedInAt !== null) || (over && (before?.status === 'GOING') !== (now.status === 'GOING'))
  );
}

/** False when a newer version is kept already. */
async function keep(tx: Tx, attendance: AttendanceChanged): Promise<boolean> {
  const instant = (value: string | null) => (value ? new Date(value) : null);
  const kept = await tx.$executeRaw`
    INSERT INTO attendance_copies AS a (attendance_id, version, event_id, user_id, status, checked_in_at, offer_expires_at)
    VALUES (${attendance.attendanceId}::uuid, ${attendance.version}, ${attendance.eventId}::uuid, ${attendance.userId}::uuid,
            ${attendance.status}, ${instant(attendance.checkedInAt)}, ${instant(attendance.offerExpiresAt)})
    ON CONFLICT (attendance_id) DO UPDATE SET version = excluded.version, status = excluded.status,
      checked_in_at = excluded.checked_in_at, offer_expires_at = excluded.offer_expires_at
    WHERE a.version < excluded.version`;
  return kept > 0;
}
