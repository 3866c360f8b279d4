import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, TicketTier } from '../../generated/prisma/client';
import type { OrderWithItems } from '../order/order.types';
import type { CartLine } from '../promo/promo-cart';

/** Writes an open order for these places of one event, and its payment unless it costs nothing. `resaleId`: what it buys of somebody else. */
export async function createOrder(
  { tx, now, kept }: Step,
  userId: string,
  priced: readonly CartLine[],
  tiers: readonly TicketTier[],
  event: EventCopy,
  { resaleId = null, complimentary = false }: { resaleId?: string | null; complimentary?: boolean } = {},
): Promise<OrderWithItems> {
  const id = randomUUID();
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const lines = priced.map(({ tierId, quantity, unitPrice, listPrice }) => ({
    ...{ orderId: id, tierId, quantity, tierName: tierById.get(tierId)!.name },
    ...{ unitPriceMinor: unitPrice, listPriceMinor: unitPrice === listPrice ? null : listPrice },
  }));
  const totalMinor = lines.reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * BigInt(quantity), 0n);
  const { eventId, currency } = tiers[0]!;
  const times = { createdAt: now, updatedAt: now };
  const expiresAt = new Date(now.getTime() + kept.settings.HOLD_MINUTES * 60_000);
  const policy = await tx.refundPolicy.findUnique({ where: { eventId: event.id } });
  const terms = { refundHoursBefore: policy ? policy.hoursBefore : 0, refundSteps: policy?.steps ?? [], refundFeeMinor: policy?.feeMinor };
  const bought = { ...terms, boughtStartsAt: event.startsAt, boughtCity: event.city };
  const order = await tx.order.create({
    data: { id, userId, eventId, status: 'PENDING', totalMinor, currency, expiresAt, resaleId, complimentary, ...bought, ...times },
  });
  await tx.orderItem.createMany({ data: lines });
  if (totalMinor > 0n) {
    const due = { amountMinor: totalMinor, currency, processor: kept.processors.chosen.name };
    await tx.payment.create({ data: { id: randomUUID(), orderId: id, status: 'REQUIRES_METHOD', ...due, ...times } });
  }
  return { ...order, items: lines };
}
