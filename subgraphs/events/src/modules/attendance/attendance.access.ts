import type { Viewer } from '@marquee/platform';
import { Prisma } from '../../generated/prisma/client';
import type { AttendanceStatus, Visibility } from '../../generated/prisma/enums';

export interface GuardedAttendance {
  userId: string;
  status: AttendanceStatus;
  visibility: Visibility;
}

/** Whoever has or waits for a place is known to the organiser, or there would be no door. */
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

/** The same rule, for somebody who does not run the door, as a condition on a row `a` of attendances. */
export function attendanceVisibleTo(viewer: Viewer | null): Prisma.Sql {
  if (!viewer) return Prisma.sql`a.visibility = 'PUBLIC'`;
  const tied = (how: Prisma.Sql) =>
    Prisma.sql`EXISTS (SELECT 1 FROM person_edges p WHERE p.user_id = ${viewer.id}::uuid AND p.other_id = a.user_id AND ${how})`;
  return Prisma.sql`(a.user_id = ${viewer.id}::uuid OR (
    NOT ${tied(Prisma.sql`p.blocked`)} AND (a.visibility = 'PUBLIC' OR (a.visibility = 'FRIENDS' AND ${tied(Prisma.sql`p.friends`)}))))`;
}
