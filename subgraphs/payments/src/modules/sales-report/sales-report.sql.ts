import { Prisma } from '../../generated/prisma/client';
import type { ReportBy } from './sales-report.types';

/*
 * Reports are sums of postings. `moved` is what each entry of an order moved, with what is given back below nothing; each way to put rows together
 * gives every part of it one key, so that rows of any kind add up to the same.
 */

const MOST_DAYS = 400;

/** What each order's entries moved, by day: of sales and of what was given back or called back. */
const moved = (eventId: string): Prisma.Sql => Prisma.sql`
  paid_orders AS (
    SELECT o.id, o.currency, o.paid_at, CASE WHEN o.sold_by IS NOT NULL THEN 'BOX_OFFICE' WHEN o.complimentary THEN 'COMPLIMENTARY' WHEN o.resale_id IS NOT NULL THEN 'RESALE' ELSE 'CHECKOUT' END AS channel,
      COALESCE((SELECT string_agg(c.code, ' ' ORDER BY c.code) FROM order_promo_codes u JOIN promo_codes c ON c.id = u.promo_code_id WHERE u.order_id = o.id), '') AS codes
    FROM orders o WHERE o.event_id = ${eventId}::uuid AND o.paid_at IS NOT NULL
  ),
  moved AS (
    SELECT o.id AS order_id, o.currency, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, e.kind = 'PAYMENT' AS is_sale,
      SUM(signed.amount) FILTER (WHERE a.kind = 'TAX_PAYABLE') AS tax,
      SUM(signed.amount) FILTER (WHERE a.kind IN ('PLATFORM_REVENUE', 'CURATOR_PAYABLE', 'PROCESSING_FEES')) AS fees,
      SUM(signed.amount) FILTER (WHERE a.kind = 'CREATOR_PAYABLE') AS earned
    FROM paid_orders o JOIN ledger_entries e ON e.order_id = o.id JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
      CROSS JOIN LATERAL (SELECT CASE p.side WHEN 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END AS amount) signed
    WHERE e.kind IN ('PAYMENT', 'REFUND_PROMISED', 'DISPUTE_FROZEN', 'DISPUTE_RELEASED')
      AND a.kind IN ('TAX_PAYABLE', 'PLATFORM_REVENUE', 'CURATOR_PAYABLE', 'PROCESSING_FEES', 'CREATOR_PAYABLE')
    GROUP BY 1, 2, 3, 4
  ),
  tickets_of AS (
    SELECT o.id AS order_id, o.currency, t.tier_id, to_char(o.paid_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS sold_on, t.replaces_id IS NULL AS is_sold,
      t.status = 'REFUNDED' AS is_returned, to_char(COALESCE(r.due_since, t.updated_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS returned_on
    FROM paid_orders o JOIN tickets t ON t.order_id = o.id LEFT JOIN refunds r ON r.id = t.refund_id
  )`;

/**
 * What moved of an order, divided over its tiers so that the parts add up: sales by what each tier's places cost, what went back by what went back of
 * each tier's tickets. Each part is the difference of two rounded sums up to it.
 */
const BY_TIER = Prisma.sql`
  , weights AS (
    SELECT i.order_id, i.tier_id, (i.unit_price_minor * i.quantity + CASE i.tax_mode WHEN 'EXCLUSIVE' THEN i.tax_minor ELSE 0 END)::numeric AS cost,
      COALESCE((SELECT SUM(t.refunded_minor) FROM tickets t WHERE t.order_id = i.order_id AND t.tier_id = i.tier_id AND t.status <> 'TRANSFERRED'), 0)::numeric AS back
    FROM order_items i JOIN paid_orders o ON o.id = i.order_id
  ),
  weighed AS (
    SELECT m.order_id, m.currency, m.is_sale, m.tax, m.fees, m.earned, w.tier_id,
      CASE WHEN m.is_sale OR SUM(w.back) OVER whole = 0 THEN w.cost ELSE w.back END AS weight
    FROM (SELECT order_id, currency, is_sale, SUM(tax) AS tax, SUM(fees) AS fees, SUM(earned) AS earned FROM moved GROUP BY 1, 2, 3) m
      JOIN weights w ON w.order_id = m.order_id WINDOW whole AS (PARTITION BY m.order_id, m.is_sale)
  ),
  cumulated AS (
    SELECT *, SUM(weight) OVER (PARTITION BY order_id, is_sale ORDER BY tier_id) AS upto, SUM(weight) OVER (PARTITION BY order_id, is_sale) AS whole FROM weighed
  ),
  pieces AS (
    SELECT tier_id::text AS key, order_id, currency, is_sale, div(tax * upto, whole) - div(tax * (upto - weight), whole) AS tax,
      div(fees * upto, whole) - div(fees * (upto - weight), whole) AS fees, div(earned * upto, whole) - div(earned * (upto - weight), whole) AS earned
    FROM cumulated WHERE whole > 0
  )`;

const PIECES: Readonly<Record<ReportBy, Prisma.Sql>> = {
  DAY: Prisma.sql`, pieces AS (SELECT day AS key, order_id, currency, is_sale, tax, fees, earned FROM moved)`,
  TIER: BY_TIER,
  CODE: Prisma.sql`, pieces AS (SELECT o.codes AS key, m.order_id, m.currency, is_sale, tax, fees, earned FROM moved m JOIN paid_orders o ON o.id = m.order_id)`,
  CHANNEL: Prisma.sql`, pieces AS (SELECT o.channel AS key, m.order_id, m.currency, is_sale, tax, fees, earned FROM moved m JOIN paid_orders o ON o.id = m.order_id)`,
};

/** Tickets by the same keys: each is sold once, and goes back once. */
const TICKETS: Readonly<Record<ReportBy, Prisma.Sql>> = {
  DAY: Prisma.sql`
    SELECT sold_on AS key, order_id, currency, is_sold::int AS sold, 0 AS returned FROM tickets_of
    UNION ALL SELECT returned_on, NULL, currency, 0, 1 FROM tickets_of WHERE is_returned`,
  TIER: Prisma.sql`SELECT tier_id::text AS key, order_id, currency, is_sold::int AS sold, is_returned::int AS returned FROM tickets_of`,
  CODE: Prisma.sql`SELECT o.codes AS key, order_id, t.currency, is_sold::int AS sold, is_returned::int AS returned FROM tickets_of t JOIN paid_orders o ON o.id = t.order_id`,
  CHANNEL: Prisma.sql`SELECT o.channel AS key, order_id, t.currency, is_sold::int AS sold, is_returned::int AS returned FROM tickets_of t JOIN paid_orders o ON o.id = t.order_id`,
};

export const salesReport = (eventId: string, by: ReportBy): Prisma.Sql => Prisma.sql`
  WITH ${moved(eventId)} ${PIECES[by]},
  places AS (
    SELECT key, currency, COUNT(DISTINCT order_id)::int AS orders, SUM(sold)::int AS sold, SUM(returned)::int AS returned FROM (${TICKETS[by]}) t GROUP BY 1, 2
  ),
  amounts AS (
    SELECT key, currency, COALESCE(SUM(tax + fees + earned) FILTER (WHERE is_sale), 0) AS paid, COALESCE(-SUM(tax + fees + earned) FILTER (WHERE NOT is_sale), 0) AS returned,
      COALESCE(SUM(tax), 0) AS tax, COALESCE(SUM(fees), 0) AS fees, COALESCE(SUM(earned), 0) AS earned
    FROM (SELECT key, currency, is_sale, COALESCE(tax, 0) AS tax, COALESCE(fees, 0) AS fees, COALESCE(earned, 0) AS earned FROM pieces) p GROUP BY 1, 2
  )
  SELECT * FROM (
    SELECT key, currency, COALESCE(p.orders, 0) AS orders, COALESCE(p.sold, 0) AS "ticketsSold", COALESCE(p.returned, 0) AS "ticketsReturned",
      COALESCE(a.paid, 0)::bigint AS paid, COALESCE(a.returned, 0)::bigint AS returned, COALESCE(a.tax, 0)::bigint AS tax, COALESCE(a.fees, 0)::bigint AS fees,
      COALESCE(a.earned, 0)::bigint AS earned
    FROM amounts a FULL JOIN places p USING (key, currency) ORDER BY key DESC, currency LIMIT ${MOST_DAYS}
  ) latest ORDER BY key, currency`;
