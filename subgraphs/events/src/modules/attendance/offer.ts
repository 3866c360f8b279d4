/** How long a freed place is held for the head of the queue. */
export interface OfferWindow {
  /** When there is plenty of time. */
  longestMs: number;
  /** When the event is about to start, or runs. */
  shortestMs: number;
}

/**
 * When an offer made now ends: after a quarter of the time that is left until the start, but no longer than the longest and no
 * shorter than the shortest window. So several people can be asked before the doors open.
 */
export function offerExpiry(now: Date, startsAt: Date, { longestMs, shortestMs }: OfferWindow): Date {
  const share = (startsAt.getTime() - now.getTime()) / 4;
  return new Date(now.getTime() + Math.min(longestMs, Math.max(shortestMs, share)));
}
