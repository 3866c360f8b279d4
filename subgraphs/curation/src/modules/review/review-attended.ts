/** What decides whether somebody was at an event. */
export interface AttendanceRecord {
  event: { status: string; endsAt: Date };
  /** The person's own; null without one. */
  attendance: { status: string; checkedInAt: Date | null } | null;
  /** Did the event check anybody in? */
  hasCheckIn: boolean;
}

/** ATTENDED may review. TOO_EARLY may later; ABSENT never, unless something changes. */
export type Attended = 'ATTENDED' | 'TOO_EARLY' | 'ABSENT';

/**
 * Who was checked in has attended, even if they cancelled later. Where the event checked nobody in, GOING counts once it has ended; not of a cancelled
 * event, which nobody attended.
 */
export function attended({ event, attendance, hasCheckIn }: AttendanceRecord, now: Date): Attended {
  if (attendance?.checkedInAt) return 'ATTENDED';
  if (attendance?.status !== 'GOING' || event.status === 'CANCELLED') return 'ABSENT';
  if (event.endsAt > now) return 'TOO_EARLY';
  return hasCheckIn ? 'ABSENT' : 'ATTENDED';
}
