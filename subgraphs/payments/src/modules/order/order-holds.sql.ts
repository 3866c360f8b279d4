import { Prisma } from '../../generated/prisma/client';

/** How many orders one statement expires. */
const BATCH = 100;

/** Open orders whose hold has ended, locked; the condition on status is word for word that of the index on open orders. */
export const lapsedOrders = (now: Date, eventId: string | null): Prisma.Sql => Prisma.sql`
  SELECT o.id FROM orders o
  WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= ${now}
    AND (${eventId}::uuid IS NULL OR o.event_id = ${eventId}::uuid)
  ORDER BY o.expires_at LIMIT ${BATCH} FOR NO KEY UPDATE OF o SKIP LOCKED`;
