import type { Tx } from '../../db';
import type { Event } from '../../generated/prisma/client';

export type LockEvent = (tx: Tx, eventId: string) => Promise<Event | null>;

/**
 * Our copy of an event, which will not change before this transaction ends. Any number of buyers share the lock; `event.changed` waits
 * for them. So when a cancellation is in, every order that still saw the event on sale is committed, and gets refunded.
 */
export const lockEvent: LockEvent = async (tx, eventId) => {
  await tx.$queryRaw`SELECT 1 AS locked FROM events WHERE id = ${eventId}::uuid FOR SHARE`;
  return tx.event.findUnique({ where: { id: eventId } });
};
