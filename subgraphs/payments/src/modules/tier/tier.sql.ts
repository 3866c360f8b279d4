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
  onSale: boolean;
}

/** Tiers of these events, or with these ids. One statement, so that what is held and what has lapsed are of the same moment. */
export const tiersBy = (column: 'id' | 'event_id', ids: readonly string[], now: Date): Statement => ({
  name: `tiers_by_${column}`,
  text: `WITH lapsed AS (
    SELECT i.tier_id, SUM(i.quantity)::int AS quantity FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= $1::timestamptz GROUP BY i.tier_id
  )
  SELECT t.id, t.version, t.event_id AS "eventId", t.name, t.description, t.price_minor AS "priceMinor", t.currency, t.quantity, t.sold,
         t.held - COALESCE(l.quantity, 0) AS "heldLive", t.on_sale AS "onSale"
  FROM ticket_tiers t LEFT JOIN lapsed l ON l.tier_id = t.id
  WHERE t.${column} = ANY($2::uuid[])
  ORDER BY t.event_id, t.position`,
  values: [now, ids],
  types: AS_PRISMA,
});
