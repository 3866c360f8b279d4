import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, TicketTier } from '../../generated/prisma/client';
import type { OrderWithItems } from '../order/order.types';
import type { Checkout } from './checkout.input';

/** Writes an open order for these items of one event, at today's names and prices, and its payment unless it costs nothing. `resaleId`: what it buys of somebody else. */
export async function createOrder(
  { tx, now, kept }: Step,
  userId: string,
  items: Checkout['items'],
  tiers: readonly TicketTier[],
  event: EventCopy,
  resaleId: string | null = null,
): Promise<OrderWithItems> {
  const id = randomUUID();
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const lines = items.map(({ tierId, quantity }) => {
    const { name, priceMinor } = tierById.get(tierId)!;
    return { orderId: id, tierId, quantity, tierName: name, unitPriceMinor: priceMinor };
  });
  const totalMinor = lines.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * BigInt(quantity), 0n);
  const { eventId, currency } = tiers[0]!;
  const times = { createdAt: now, updatedAt: now };
  const expiresAt = new Date(now.getTime() + kept.settings.HOLD_MINUTES * 60_000);
  const bought = { boughtStartsAt: event.startsAt, boughtCity: event.city };
  const order = await tx.order.create({
    data: { id, userId, eventId, status: 'PENDING', totalMinor, currency, expiresAt, resaleId, ...bought, ...times },
  });
  await tx.orderItem.createMany({ data: lines });
  if (totalMinor > 0n) {
    const due = { amountMinor: totalMinor, currency, processor: kept.processors.chosen.name };
    await tx.payment.create({ data: { id: randomUUID(), orderId: id, status: 'REQUIRES_METHOD', ...due, ...times } });
  }
  return { ...order, items: lines };
}
