import type { Tx } from '../../db';

/**
 * One taking-in of facts about an event at a time: an attendance and the event itself may arrive in either order, even at once, and
 * whichever is second must see the first.
 */
export async function lockEvent(tx: Tx, eventId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`event:${eventId}`}, 0))`;
}
