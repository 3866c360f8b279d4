import { AS_PRISMA, type Statement } from '@marquee/platform';

/** A tier as it is at one moment. */
export interface TierRow {
  id: string;
  version: number;
  eventId: string;
  name: string;
  description: string;
  priceMinor: bigint;
  currency: string;
  quantity: number;
  sold: number;
  /** Places kept for open orders whose hold has not ended: a hold that has ended keeps nothing, even before the job tidies it up. */
  heldLive: number;
  /** Places left of the whole event, lapsed holds counted as free; null is no limit, or none known before the first grant. */
  eventFree: number | null;
  maxPerPerson: number | null;
  onSale: boolean;
  hidden: boolean;
  salesStart: Date | null;
  salesEnd: Date | null;
  buyerSetsPrice: boolean;
  depositMinor: bigint;
  depositWaivedFrom: number | null;
}

/** Tiers of these events, or with these ids. One statement, so that what is held and what has lapsed are of the same moment. */
export const tiersBy = (column: 'id' | 'event_id', ids: readonly string[], now: Date): Statement => ({
  name: `tiers_by_${column}`,
  text: `WITH lapsed AS (
    SELECT o.event_id, i.tier_id, SUM(i.quantity)::int AS quantity FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= $1::timestamptz AND o.resale_id IS NULL GROUP BY o.event_id, i.tier_id
  ),
  lapsed_of_event AS (SELECT event_id, SUM(quantity)::int AS quantity FROM lapsed GROUP BY event_id)
  SELECT t.id, t.version, t.event_id AS "eventId", t.name, t.description, t.price_minor AS "priceMinor", t.currency, t.quantity, t.sold,
         t.held - COALESCE(l.quantity, 0) AS "heldLive", t.on_sale AS "onSale", t.max_per_person AS "maxPerPerson",
         t.hidden, t.sales_start AS "salesStart", t.sales_end AS "salesEnd", t.buyer_sets_price AS "buyerSetsPrice",
         t.deposit_minor AS "depositMinor", t.deposit_waived_from AS "depositWaivedFrom",
         CASE WHEN s.grant_version > 0 AND s.wanted IS NOT NULL THEN GREATEST(s.wanted - s.taken + COALESCE(e.quantity, 0), 0) END AS "eventFree"
  FROM ticket_tiers t JOIN event_sales s ON s.event_id = t.event_id
    LEFT JOIN lapsed l ON l.tier_id = t.id LEFT JOIN lapsed_of_event e ON e.event_id = t.event_id
  WHERE t.${column} = ANY($2::uuid[])
  ORDER BY t.event_id, t.position`,
  values: [now, ids],
  types: AS_PRISMA,
});
