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

/** What would go back if these events were called off; only of those that have tiers. */
export const duesOf = (eventIds: readonly string[]): Statement => ({
  name: 'refunds_due_of_events',
  text: `SELECT s.event_id AS "eventId", s.version, t.currency, o.buyers, o.orders, o.amount, o.tickets
    FROM event_sales s
      JOIN LATERAL (SELECT currency FROM ticket_tiers WHERE event_id = s.event_id LIMIT 1) t ON TRUE
      CROSS JOIN LATERAL (
        SELECT (count(DISTINCT p.user_id) FILTER (WHERE NOT p.complimentary))::int AS buyers,
          (count(*) FILTER (WHERE NOT p.complimentary))::int AS orders,
          COALESCE(SUM((SELECT SUM(k.unit_price_minor - k.refunded_minor) FROM tickets k
            WHERE k.order_id = p.id AND k.status IN ('VALID', 'USED', 'IN_RESALE'))), 0)::bigint
            + COALESCE(SUM((SELECT SUM(d.amount_minor - d.called_back_minor) FROM deposits d WHERE d.order_id = p.id AND d.status = 'HELD')), 0)::bigint AS amount,
          COALESCE(SUM((SELECT count(*) FROM tickets k WHERE k.order_id = p.id AND k.status IN ('VALID', 'USED'))), 0)::int AS tickets
        FROM orders p WHERE p.event_id = s.event_id AND p.status IN ('PAID', 'PARTIALLY_REFUNDED')) o
    WHERE s.event_id = ANY ($1::uuid[])`,
  values: [[...eventIds]],
  types: AS_PRISMA,
});
