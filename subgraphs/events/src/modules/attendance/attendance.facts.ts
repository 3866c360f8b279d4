import type { Attendance } from '../../generated/prisma/client';

/** One person's answer after a change of it; null before: it is their first. */
export const attendanceChanged = (before: Attendance | null, now: Attendance) => ({
  topic: 'attendance.changed' as const,
  key: now.eventId,
  payload: {
    attendanceId: now.id,
    version: now.version,
    eventId: now.eventId,
    userId: now.userId,
    status: now.status,
    previousStatus: before?.status ?? null,
    visibility: now.visibility,
    checkedInAt: now.checkedInAt?.toISOString() ?? null,
    offerExpiresAt: now.offerExpiresAt?.toISOString() ?? null,
  },
});
