import type { Handler } from '../context';
import { takeTickets } from '../modules/attendance/ticket.store';

/** Tickets were paid: their holder goes. */
export const orderPaid: Handler<'order.paid'> = async ({ payload }, step) => {
  const { orderId, eventId, tickets, paidAt } = payload;
  const rows = tickets.map(({ ticketId, tierName, codeHash }) => ({ ticketId, tierName, codeHash }));
  await takeTickets(step, { eventId, userId: payload.userId, ticketIds: [] }, async (userId) => {
    if (userId === null) return;
    await step.tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id, user_id, tier_name, code_hash, paid_at)
      SELECT r."ticketId", ${orderId}::uuid, ${eventId}::uuid, ${userId}::uuid, r."tierName", r."codeHash", ${paidAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("ticketId" uuid, "tierName" text, "codeHash" text)
      ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, tier_name = excluded.tier_name, code_hash = excluded.code_hash,
        paid_at = excluded.paid_at`;
  });
};
