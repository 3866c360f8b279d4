import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Refund } from '../../generated/prisma/client';

/** Asks the door about tickets that somebody wants to give back. */
export const returnRequested = (
  { id, orderId, force }: Pick<Refund, 'id' | 'orderId' | 'force'>,
  eventId: string,
  ticketIds: string[],
): FactOf<Pick<Topics, 'ticket.return_requested'>> => ({
  topic: 'ticket.return_requested',
  key: eventId,
  payload: { eventId, orderId, refundId: id, ticketIds, force },
});
