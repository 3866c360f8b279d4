import type { EventCopy } from '../../generated/prisma/client';

/** Why no ticket of an event can be had now. */
export type EventClosedReason = 'NOT_PUBLISHED' | 'CANCELLED' | 'ENDED';

/** Why a ticket cannot be had now. */
export type SalesClosedReason = EventClosedReason | 'TIER_CLOSED' | 'PREPARING';

/** Why no ticket of the event can be had now; null while they can. */
export function closedReason(event: EventCopy, now: Date): EventClosedReason | null {
  if (event.status === 'CANCELLED') return 'CANCELLED';
  if (event.status === 'COMPLETED' || event.endsAt <= now) return 'ENDED';
  return event.status === 'PUBLISHED' ? null : 'NOT_PUBLISHED';
}
