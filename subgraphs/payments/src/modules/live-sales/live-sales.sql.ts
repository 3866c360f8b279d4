import { AS_PRISMA, type Statement } from '@marquee/platform';

/** What is sold of each tier of these events, in one statement: all numbers are of one moment. Only of events that have tiers. */
export const liveSalesOf = (eventIds: readonly string[]): Statement => ({
  name: 'live_sales_of_events',
  text: `SELECT s.event_id AS "eventId", n.orders, t.id AS "tierId", t.currency, t.sold AS tickets, t.held, t.quantity,
      k.returned, k.gross, k.refunded
    FROM event_sales s JOIN ticket_tiers t ON t.event_id = s.event_id
      CROSS JOIN LATERAL (SELECT count(*)::int AS orders FROM orders o WHERE o.event_id = s.event_id AND o.paid_at IS NOT NULL) n
      CROSS JOIN LATERAL (
        SELECT (count(*) FILTER (WHERE status = 'REFUNDED'))::int AS returned, COALESCE(SUM(unit_price_minor), 0)::bigint AS gross,
          COALESCE(SUM(refunded_minor), 0)::bigint AS refunded
        FROM tickets k WHERE k.tier_id = t.id AND k.status <> 'TRANSFERRED') k
    WHERE s.event_id = ANY ($1::uuid[]) ORDER BY s.event_id, t.position`,
  values: [[...eventIds]],
  types: AS_PRISMA,
});
