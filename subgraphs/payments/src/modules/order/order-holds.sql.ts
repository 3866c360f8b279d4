import { Prisma } from '../../generated/prisma/client';

/** How many orders one statement expires. */
const BATCH = 100;

/** Open orders whose hold has ended, locked; the condition on status is word for word that of the index on open orders. */
export const lapsedOrders = (now: Date, tierIds: readonly string[] | null): Prisma.Sql => Prisma.sql`
  SELECT o.id FROM orders o
  WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= ${now}
    AND (${tierIds}::uuid[] IS NULL OR EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id AND i.tier_id = ANY(${tierIds}::uuid[])))
  ORDER BY o.expires_at LIMIT ${BATCH} FOR NO KEY UPDATE OF o SKIP LOCKED`;
