import type { Viewer } from '@marquee/platform';
import type { EventCopy } from '../../generated/prisma/client';

/** Whether the viewer may see an event, as far as the two alone can tell: for some, it takes a membership, or to be a guest. */
export type Access = 'yes' | 'no' | 'if member' | 'if guest';

/** The same rules as at the home of events: published ones by their visibility, others their creator and those who judge events. */
export function accessTo(event: EventCopy, viewer: Viewer | null): Access {
  if (viewer && (event.creatorId === viewer.id || viewer.role !== 'user')) return 'yes';
  if (!isOnShow(event)) return 'no';
  if (event.visibility === 'PUBLIC') return 'yes';
  if (!viewer) return 'no';
  return event.visibility === 'GROUP_ONLY' ? 'if member' : 'if guest';
}

/**
 * What flags hide is shown, beside those who run or judge it, only to guests who may see it otherwise. Of a public event we know as guests
 * those who hold an order for it: their tickets stay in sight, and nobody else buys.
 */
export const asksForAGuest = (event: EventCopy, viewer: Viewer | null): boolean =>
  event.hidden && !(viewer && (event.creatorId === viewer.id || viewer.role !== 'user'));

const isOnShow = ({ status, wasPublic }: EventCopy) =>
  status === 'PUBLISHED' || status === 'COMPLETED' || (status === 'CANCELLED' && wasPublic);

/** Who sells an event's tickets, sees its orders and gives its buyers their money back. */
export const mayManage = (event: Pick<EventCopy, 'creatorId'> | null, viewer: Viewer | null): boolean =>
  viewer !== null && event !== null && (event.creatorId === viewer.id || viewer.role === 'admin');
