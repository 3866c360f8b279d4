import type { FactHandler } from '@marquee/platform';
import type { OrderPaid } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { settleTickets } from '../modules/attendance/tickets';

/** Tickets were paid: their holder goes. */
export const orderPaid =
  (runtime: SubgraphRuntime): FactHandler<OrderPaid, Tx> =>
  async ({ payload: { orderId, eventId, userId, tickets, paidAt }, headers }, { tx, after }) => {
    const rows = tickets.map(({ ticketId, tierName, codeHash }) => ({ ticketId, tierName, codeHash }));
    await tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id, user_id, tier_name, code_hash, paid_at)
      SELECT r."ticketId", ${orderId}::uuid, ${eventId}::uuid, ${userId}::uuid, r."tierName", r."codeHash", ${paidAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("ticketId" uuid, "tierName" text, "codeHash" text)
      ON CONFLICT (id) DO UPDATE SET tier_name = excluded.tier_name, code_hash = excluded.code_hash, paid_at = excluded.paid_at`;
    await settleTickets({ runtime, tx, after, correlationId: headers.correlationId ?? 'none' }, eventId, userId);
  };
