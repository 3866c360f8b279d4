import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';

/**
 * The copy of an event, which will not change before this transaction ends. Any number of buyers share the lock; `event.changed` waits
 * for them. So when a cancellation is in, every order that still saw the event on sale is committed, and gets refunded.
 */
export async function lockEvent({ tx }: Step, eventId: string): Promise<EventCopy | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM events WHERE id = ${eventId}::uuid FOR SHARE`;
  return tx.eventCopy.findUnique({ where: { id: eventId } });
}
