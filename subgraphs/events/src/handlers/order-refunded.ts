import type { FactHandler } from '@marquee/platform';
import type { OrderRefunded } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { settleTickets } from '../modules/attendance/tickets';

/** Tickets were refunded: without one left, the place goes back. May come before the payment it undoes; then the ticket is never valid. */
export const orderRefunded =
  (runtime: SubgraphRuntime): FactHandler<OrderRefunded, Tx> =>
  async ({ payload: { orderId, eventId, userId, refundedTicketIds, refundedAt }, headers }, { tx, after }) => {
    await tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id, user_id, refunded_at)
      SELECT refunded.id, ${orderId}::uuid, ${eventId}::uuid, ${userId}::uuid, ${refundedAt}::timestamptz
      FROM unnest(${refundedTicketIds}::uuid[]) AS refunded(id)
      ON CONFLICT (id) DO UPDATE SET refunded_at = excluded.refunded_at`;
    await settleTickets({ runtime, tx, after, correlationId: headers.correlationId ?? 'none' }, eventId, userId);
  };
