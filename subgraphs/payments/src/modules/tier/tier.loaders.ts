import { byId, manyBy, type Clock } from '@marquee/platform';
import type { Database } from '../../db';
import { Prisma } from '../../generated/prisma/client';

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
export const tiersBy = (column: 'id' | 'event_id', ids: readonly string[], now: Date): Prisma.Sql => Prisma.sql`
  WITH lapsed AS (
    SELECT i.tier_id, SUM(i.quantity)::int AS quantity FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= ${now} GROUP BY i.tier_id
  )
  SELECT t.id, t.version, t.event_id AS "eventId", t.name, t.description, t.price_minor AS "priceMinor", t.currency, t.quantity, t.sold,
         t.held - COALESCE(l.quantity, 0) AS "heldLive", t.on_sale AS "onSale"
  FROM ticket_tiers t LEFT JOIN lapsed l ON l.tier_id = t.id
  WHERE ${COLUMN[column]} = ANY(${ids}::uuid[])
  ORDER BY t.event_id, t.position`;

const COLUMN = { id: Prisma.sql`t.id`, event_id: Prisma.sql`t.event_id` };

export const tierLoaders = ({ prisma }: Database, clock: Clock) => ({
  tierById: byId(
    (ids: readonly string[]) => prisma.$queryRaw<TierRow[]>(tiersBy('id', ids, clock.now())),
    (tier) => tier.id,
  ),
  tiersByEventId: manyBy(
    (eventIds: readonly string[]) => prisma.$queryRaw<TierRow[]>(tiersBy('event_id', eventIds, clock.now())),
    (tier) => tier.eventId,
  ),
});

export const remaining = ({ quantity, sold, heldLive }: TierRow) => quantity - sold - heldLive;
