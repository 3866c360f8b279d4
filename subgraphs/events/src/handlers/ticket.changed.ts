import type { Handler } from '../context';
import { takeTickets } from '../modules/attendance/ticket.store';

/**
 * A ticket has another name on it, or took the place of one that was given to somebody else: that one lets nobody in from now on, in the same
 * transaction. May come before the payment, and after the refund, of either.
 */
export const ticketChanged: Handler<'ticket.changed'> = async ({ payload }, step) => {
  const { ticketId, version, orderId, eventId, tierName, codeHash, attendeeName, paidAt, replaces, changedAt } = payload;
  const ticketIds = [ticketId, ...(replaces ? [replaces] : [])];
  await takeTickets(step, { eventId, userId: payload.userId, ticketIds }, async (userId) => {
    if (userId)
      await step.tx.$executeRaw`
        INSERT INTO tickets (id, order_id, event_id, user_id, tier_name, code_hash, paid_at, attendee_name, version)
        VALUES (${ticketId}::uuid, ${orderId}::uuid, ${eventId}::uuid, ${userId}::uuid, ${tierName}, ${codeHash}, ${paidAt}::timestamptz,
          ${attendeeName}, ${version})
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, tier_name = excluded.tier_name, code_hash = excluded.code_hash,
          paid_at = excluded.paid_at, version = GREATEST(tickets.version, excluded.version),
          attendee_name = CASE WHEN tickets.version <= excluded.version THEN excluded.attendee_name ELSE tickets.attendee_name END`;
    if (!replaces) return;
    await step.tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id, refunded_at)
      VALUES (${replaces}::uuid, ${orderId}::uuid, ${eventId}::uuid, ${changedAt}::timestamptz)
      ON CONFLICT (id) DO UPDATE SET refunded_at = COALESCE(tickets.refunded_at, excluded.refunded_at)`;
  });
};
