import { AS_PRISMA, type Statement } from '@marquee/platform';

/** How far the refunds of these events are. */
export const runsOf = (eventIds: readonly string[]): Statement => ({
  name: 'refund_runs_of_events',
  text: `SELECT r.event_id AS "eventId", r.created_at AS "startedAt", r.finished_at AS "finishedAt",
      (SELECT count(*)::int FROM orders o WHERE o.event_id = r.event_id
         AND o.status IN ('PENDING', 'AWAITING_PAYMENT', 'PAID', 'PARTIALLY_REFUNDED')) AS "ordersLeft",
      t.currency, COALESCE(s.promised, 0)::bigint AS promised, COALESCE(s.made, 0)::bigint AS made, COALESCE(s.failed, 0)::bigint AS failed
    FROM event_refund_runs r
      JOIN LATERAL (SELECT currency FROM ticket_tiers WHERE event_id = r.event_id LIMIT 1) t ON TRUE
      LEFT JOIN LATERAL (
        SELECT SUM(f.amount_minor) FILTER (WHERE f.status = 'PROMISED') AS promised, SUM(f.amount_minor) FILTER (WHERE f.status = 'MADE') AS made,
          SUM(f.amount_minor) FILTER (WHERE f.status = 'FAILED') AS failed
        FROM orders o JOIN refunds f ON f.order_id = o.id WHERE o.event_id = r.event_id AND f.created_at >= r.created_at) s ON TRUE
    WHERE r.event_id = ANY ($1::uuid[])`,
  values: [[...eventIds]],
  types: AS_PRISMA,
});
