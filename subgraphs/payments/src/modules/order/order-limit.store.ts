import type { Step } from '../../context';
import type { Order } from '../../generated/prisma/client';
import type { Ask } from '../tier/tier-stock';
import { brokenLimit, type BrokenLimit } from './order-limit';
import { limitReached } from './order.refusals';

/** Who wants places of what. `except`: an order of theirs that is not counted, because these are its places. */
export interface Wish {
  userId: string;
  eventId: string;
  asks: readonly Ask[];
  except?: string;
}

/** Refuses (LimitReached) who would have more places of an event, in paid and open orders, than one person may. */
export async function refuseOverLimit(step: Step, wish: Wish): Promise<void> {
  const broken = await findBrokenLimit(step, wish);
  if (broken) throw limitReached(broken);
}

/**
 * Orders of one person for one event are counted one after the other: the lock is held to the end of the transaction. Taken after that of
 * an order, before that of the sales.
 */
export async function findBrokenLimit({ tx, kept }: Step, { userId, eventId, asks, except }: Wish): Promise<BrokenLimit | null> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`places of ${userId} at ${eventId}`}, 0))::text AS locked`;
  const ids = asks.map(({ tierId }) => tierId);
  const rows = await tx.$queryRaw<(Ask & { maxPerPerson: number | null })[]>`
    SELECT tier_id AS "tierId", SUM(quantity)::int AS quantity, MAX(max_per_person) AS "maxPerPerson" FROM (
      SELECT i.tier_id, i.quantity, NULL::int AS max_per_person FROM orders o JOIN order_items i ON i.order_id = o.id
      WHERE o.user_id = ${userId}::uuid AND o.event_id = ${eventId}::uuid AND o.status IN ('PENDING', 'AWAITING_PAYMENT')
        AND o.id IS DISTINCT FROM ${except ?? null}::uuid
      UNION ALL
      SELECT t.tier_id, 1, NULL FROM orders o JOIN tickets t ON t.order_id = o.id
      WHERE o.user_id = ${userId}::uuid AND o.event_id = ${eventId}::uuid AND t.status IN ('VALID', 'USED', 'IN_RESALE')
      UNION ALL
      SELECT id, 0, max_per_person FROM ticket_tiers WHERE id = ANY(${ids}::uuid[])
    ) places GROUP BY tier_id`;
  const tiers = rows.filter(({ maxPerPerson }) => maxPerPerson !== null).map(({ tierId: id, maxPerPerson }) => ({ id, maxPerPerson }));
  return brokenLimit(asks, rows, { event: kept.settings.MAX_PLACES_PER_PERSON, tiers });
}

/** An order's own places, which its buyer wants again after the hold has ended. */
export const wishOf = ({ id, userId, eventId }: Order, asks: readonly Ask[]): Wish => ({ userId, eventId, asks, except: id });
