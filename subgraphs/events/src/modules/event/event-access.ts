import type { Viewer } from '@marquee/platform';
import type { EventStatus, EventVisibility } from '../../generated/prisma/enums';
import { isOnShow } from './event-status';

/** What decides who may see an event. */
export interface Guarded {
  creatorId: string;
  status: EventStatus;
  visibility: EventVisibility;
  publishedAt: Date | null;
  groupId: string | null;
  /** By flags, until a curator has decided. */
  hidden: boolean;
}

/** Whether the viewer may see an event, as far as the two alone can tell: for some, it takes a membership or an invitation. */
export type Access = 'yes' | 'no' | 'if member' | 'if guest';

/** Those who judge events see all of them, or they could not. */
export const seesEverything = (viewer: Viewer | null): boolean => viewer !== null && viewer.role !== 'user';

export function accessTo(event: Guarded, viewer: Viewer | null): Access {
  if (viewer && (event.creatorId === viewer.id || seesEverything(viewer))) return 'yes';
  if (!isOnShow(event)) return 'no';
  if (event.visibility === 'PUBLIC') return 'yes';
  if (!viewer) return 'no';
  return event.visibility === 'GROUP_ONLY' ? 'if member' : 'if guest';
}

/**
 * What flags hide is shown, beside those who run or judge it, only to people who answered to it before and may
 * see it otherwise: they planned for it, and should see that it is still there.
 */
export const asksForAnAnswer = (event: Guarded, viewer: Viewer | null): boolean =>
  event.hidden && event.creatorId !== viewer?.id && !seesEverything(viewer);

/** Only its creator runs an event, and those who were given the permission for all events. */
export const mayEdit = (event: { creatorId: string }, viewer: Viewer): boolean =>
  event.creatorId === viewer.id || viewer.role === 'admin' || viewer.permissions.includes('edit:event');

export const mayManageAttendees = (event: { creatorId: string }, viewer: Viewer | null): boolean =>
  viewer !== null && (event.creatorId === viewer.id || viewer.role === 'admin' || viewer.permissions.includes('manage:attendees'));
