import type { Clock } from '@marquee/platform';
import type { Tx } from '../../db';
import { Prisma } from '../../generated/prisma/client';
import { addUp, type Places } from '../tier/tier.places';

const BATCH = 100;

/** Ends holds whose time is over. */
export class Holds {
  constructor(
    private readonly places: Places,
    private readonly clock: Clock,
  ) {}

  /**
   * Expires up to 100 open orders whose hold has ended, only those over certain tiers when named, and frees their places. An order that
   * somebody else is working on is left for the next time: it may just be getting paid. Answers how many it expired.
   */
  async expire(tx: Tx, tierIds: readonly string[] | null = null): Promise<number> {
    const now = this.clock.now();
    const lapsed = await tx.$queryRaw<{ id: string }[]>(lapsedOrders(now, tierIds));
    if (lapsed.length === 0) return 0;
    const ids = lapsed.map(({ id }) => id);
    await tx.order.updateMany({ where: { id: { in: ids } }, data: { status: 'EXPIRED', version: { increment: 1 }, updatedAt: now } });
    await this.places.release(tx, addUp(await tx.orderItem.findMany({ where: { orderId: { in: ids } } })));
    return ids.length;
  }
}

/** Locks them; the condition on status is word for word that of the index on open orders. */
export const lapsedOrders = (now: Date, tierIds: readonly string[] | null): Prisma.Sql => Prisma.sql`
  SELECT o.id FROM orders o
  WHERE o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= ${now}
    AND (${tierIds}::uuid[] IS NULL OR EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id AND i.tier_id = ANY(${tierIds}::uuid[])))
  ORDER BY o.expires_at LIMIT ${BATCH} FOR NO KEY UPDATE OF o SKIP LOCKED`;
