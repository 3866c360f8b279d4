/** What decides whether somebody was at an event. */
export interface AttendanceRecord {
  event: { status: string; startsAt: Date; endsAt: Date };
  /** The person's own; null without one. */
  attendance: { status: string; checkedInAt: Date | null } | null;
  /** Did the event check anybody in? */
  hasCheckIn: boolean;
}

/** ATTENDED may review. TOO_EARLY may later; ABSENT never, unless something changes. */
export type Attended = 'ATTENDED' | 'TOO_EARLY' | 'ABSENT';

/**
 * Nobody attended what was called off. Who was checked in has attended from the start on, even if they cancelled later. Where the event
 * checked nobody in, GOING counts once it has ended.
 */
export function attended({ event, attendance, hasCheckIn }: AttendanceRecord, now: Date): Attended {
  if (!attendance || event.status === 'CANCELLED') return 'ABSENT';
  if (attendance.checkedInAt) return event.startsAt > now ? 'TOO_EARLY' : 'ATTENDED';
  if (attendance.status !== 'GOING') return 'ABSENT';
  if (event.endsAt > now) return 'TOO_EARLY';
  return hasCheckIn ? 'ABSENT' : 'ATTENDED';
}
