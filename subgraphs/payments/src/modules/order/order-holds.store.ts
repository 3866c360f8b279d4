import { channels } from '../../channels';
import type { Step } from '../../context';
import { releaseHolds } from '../hold/hold.store';
import { lapsedOrders } from './order-holds.sql';

/**
 * Expires up to 100 open orders whose hold has ended, of all events (null) or of one, and frees their places. An order that
 * another transaction is working on is left for the next time: it may just be getting paid. Returns how many it expired.
 */
export async function expireHoldsOf(step: Step, eventId: string | null): Promise<number> {
  const { tx, now } = step;
  const lapsed = await tx.$queryRaw<{ id: string }[]>(lapsedOrders(now, eventId));
  if (lapsed.length === 0) return 0;
  const ids = lapsed.map(({ id }) => id);
  await tx.order.updateMany({ where: { id: { in: ids } }, data: { status: 'EXPIRED', version: { increment: 1 }, updatedAt: now } });
  const expired = await tx.order.findMany({ where: { id: { in: ids } }, include: { items: true } });
  for (const { id, payBy } of expired) if (payBy !== null) step.push(channels.order(id));
  await releaseHolds(step, expired);
  return ids.length;
}
