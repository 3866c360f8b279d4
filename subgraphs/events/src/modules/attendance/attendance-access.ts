import type { Viewer } from '@marquee/platform';
import type { AttendanceStatus, Visibility } from '../../generated/prisma/enums';

export interface GuardedAttendance {
  userId: string;
  status: AttendanceStatus;
  visibility: Visibility;
}

/** People who have or wait for a place are known to the organiser, or there would be no door. */
export const hasOrAwaitsPlace = (status: AttendanceStatus): boolean =>
  status === 'GOING' || status === 'WAITLISTED' || status === 'PENDING_APPROVAL';

export interface Tie {
  friends: boolean;
  blocked: boolean;
}

/** May the viewer see this answer? `manages`: runs the event's door. `tie`: what connects the viewer with the person. */
export function maySeeAttendance(
  attendance: GuardedAttendance,
  viewer: Viewer | null,
  { manages, tie }: { manages: boolean; tie: Tie | null },
): boolean {
  if (viewer?.id === attendance.userId) return true;
  if (manages && hasOrAwaitsPlace(attendance.status)) return true;
  if (tie?.blocked) return false;
  return attendance.visibility === 'PUBLIC' || (attendance.visibility === 'FRIENDS' && tie?.friends === true);
}
