import { rowsWithin } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';

const lockedEvent = rowsWithin<EventCopy>('EventCopy', 'id = $1::uuid FOR SHARE');

/**
 * The copy of an event, which will not change before this transaction ends. Any number of buyers share the lock; `event.changed` waits
 * for them. So when a cancellation is in, every order that still saw the event on sale is committed, and gets refunded.
 */
export async function lockEvent({ tx, kept }: Step, eventId: string): Promise<EventCopy | null> {
  const [event] = await lockedEvent(tx, kept.db.prisma, [eventId]);
  return event ?? null;
}
