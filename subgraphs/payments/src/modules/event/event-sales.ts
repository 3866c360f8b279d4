import type { EventCopy } from '../../generated/prisma/client';

export type SalesClosedReason = 'NOT_PUBLISHED' | 'CANCELLED' | 'ENDED';

/** Why no ticket of the event can be had now; null while they can. */
export function closedReason(event: EventCopy, now: Date): SalesClosedReason | null {
  if (event.status === 'CANCELLED') return 'CANCELLED';
  if (event.status === 'COMPLETED' || event.endsAt <= now) return 'ENDED';
  return event.status === 'PUBLISHED' ? null : 'NOT_PUBLISHED';
}
