import type { Viewer } from '@marquee/platform';

/** Roles that look after what others publish. */
export const isCurator = (viewer: Viewer | null): boolean => viewer !== null && ['curator', 'moderator', 'admin'].includes(viewer.role);

interface VisibleEvent {
  creatorId: string;
  status: string;
  visibility: string;
  deleted: boolean;
  wasPublished: boolean;
  hidden: boolean;
}

/** Statuses of an event that is on show, if it ever was: what was cancelled before it was published stays unseen. */
export const SHOWN_STATUSES: readonly string[] = ['PUBLISHED', 'CANCELLED', 'COMPLETED'];

/** Statuses of an attendance that stands. */
export const ATTENDING: readonly string[] = ['INTERESTED', 'GOING', 'MAYBE', 'WAITLISTED', 'PENDING_APPROVAL'];

/**
 * May this viewer see the event? Curators and its creator always; everybody when it is public and published; of a published event that
 * is not public, or hidden by flags, also those who attend it. `attendance` is the viewer's own, null without one.
 */
export function maySeeEvent(
  event: VisibleEvent,
  viewer: Viewer | null,
  attendance: { status: string; checkedInAt: Date | null } | null,
): boolean {
  if (event.deleted) return false;
  if (isCurator(viewer) || event.creatorId === viewer?.id) return true;
  if (!event.wasPublished || !SHOWN_STATUSES.includes(event.status)) return false;
  return (
    (event.visibility === 'PUBLIC' && !event.hidden) ||
    (attendance !== null && (ATTENDING.includes(attendance.status) || attendance.checkedInAt !== null))
  );
}
