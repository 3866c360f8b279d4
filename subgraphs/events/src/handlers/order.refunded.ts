import type { Handler } from '../context';
import { takeTickets } from '../modules/attendance/ticket.store';

/**
 * Tickets were refunded: without one left, the place goes back. May come before the payment it undoes; then the ticket is never valid. A ticket
 * may have been given to somebody else: it is their place then.
 */
export const orderRefunded: Handler<'order.refunded'> = async ({ payload }, step) => {
  const { orderId, eventId, refundedTicketIds, refundedAt } = payload;
  await takeTickets(
    step,
    { eventId, userId: payload.userId, ticketIds: refundedTicketIds },
    (userId) =>
      step.tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id, user_id, refunded_at)
      SELECT refunded.id, ${orderId}::uuid, ${eventId}::uuid, ${userId}::uuid, ${refundedAt}::timestamptz
      FROM unnest(${refundedTicketIds}::uuid[]) AS refunded(id)
      ON CONFLICT (id) DO UPDATE SET user_id = COALESCE(tickets.user_id, excluded.user_id), refunded_at = excluded.refunded_at`,
  );
};
