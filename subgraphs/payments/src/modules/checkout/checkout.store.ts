import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventCopy, TicketTier } from '../../generated/prisma/client';
import { depositsDue } from '../deposit/deposit.store';
import type { PartyView } from '../document/document.types';
import type { OrderWithItems } from '../order/order.types';
import { holderNameOf, type Tender } from '../payment/payment-tender';
import type { CartLine } from '../promo/promo-cart';
import { taxesOn, withTax, type Tax } from '../tax/tax';
import { taxOfEvent } from '../tax/tax.store';

/** By what an order is not just one of its buyer's. */
export interface OrderKind {
  /** What it buys of somebody else. */
  resaleId?: string | null;
  complimentary?: boolean;
  billTo?: PartyView | null;
  /** It is paid already, and its seller has the money. */
  boxOffice?: { soldBy: string; tender: Tender };
}

/**
 * Writes an open order for these places of one event, and its payment unless it costs nothing. `userId` is null for a guest without an account:
 * then the order stands for its buyer.
 */
export async function createOrder(
  step: Step,
  userId: string | null,
  priced: readonly CartLine[],
  tiers: readonly TicketTier[],
  event: EventCopy,
  { resaleId = null, complimentary = false, billTo = null, boxOffice }: OrderKind = {},
): Promise<OrderWithItems> {
  const { tx, now, kept } = step;
  const id = randomUUID();
  const isOpen = !complimentary && !boxOffice && userId !== null;
  const tierById = new Map(tiers.map((tier) => [tier.id, tier]));
  const tax = await chargedOn(step, event.id, resaleId !== null);
  const nets = priced.map(({ unitPrice, quantity }) => unitPrice * BigInt(quantity));
  const taxes = tax ? taxesOn(nets, tax) : nets.map(() => 0n);
  const deposits = isOpen ? await depositsDue(step, userId, tiers) : new Map<string, bigint>();
  const lines = priced.map(({ tierId, quantity, unitPrice, listPrice }, index) => ({
    ...{ orderId: id, tierId, quantity, tierName: tierById.get(tierId)!.name },
    ...{ unitPriceMinor: unitPrice, listPriceMinor: unitPrice === listPrice ? null : listPrice },
    ...{ taxName: tax?.name ?? null, taxBasisPoints: tax?.basisPoints ?? null, taxMode: tax?.mode ?? null, taxMinor: taxes[index]! },
    depositMinor: deposits.get(tierId) ?? 0n,
  }));
  const taxMinor = sumOf(taxes);
  const depositMinor = sumOf(lines.map((line) => line.depositMinor * BigInt(line.quantity)));
  const totalMinor = withTax(sumOf(nets), taxMinor, tax?.mode ?? null) + depositMinor;
  const { eventId, currency } = tiers[0]!;
  const times = { createdAt: now, updatedAt: now };
  const expiresAt = new Date(now.getTime() + kept.settings.HOLD_MINUTES * 60_000);
  const policy = await tx.refundPolicy.findUnique({ where: { eventId: event.id } });
  const terms = { refundHoursBefore: policy ? policy.hoursBefore : 0, refundSteps: policy?.steps ?? [], refundFeeMinor: policy?.feeMinor };
  const bought = { ...terms, boughtStartsAt: event.startsAt, boughtCity: event.city };
  const order = await tx.order.create({
    data: {
      id,
      userId: userId ?? id,
      soldBy: boxOffice?.soldBy ?? null,
      eventId,
      status: 'PENDING',
      totalMinor,
      taxMinor,
      depositMinor,
      currency,
      expiresAt,
      resaleId,
      complimentary,
      ...(billTo ? { billTo: { ...billTo } } : {}),
      ...bought,
      ...times,
    },
  });
  await tx.orderItem.createMany({ data: lines });
  if (totalMinor > 0n) {
    const due = { id: randomUUID(), orderId: id, amountMinor: totalMinor, currency, ...times };
    const paid = boxOffice && { status: 'SUCCEEDED' as const, processor: holderNameOf(boxOffice.tender), feeMinor: 0n, capturedAt: now };
    await tx.payment.create({ data: { ...due, ...(paid ?? { status: 'REQUIRES_METHOD', processor: kept.processors.chosen.name }) } });
  }
  return { ...order, items: lines };
}

/** What is resold costs what was paid for it: the tax is inside that. */
async function chargedOn(step: Step, eventId: string, isResale: boolean): Promise<Tax | null> {
  const tax = await taxOfEvent(step, eventId);
  return tax && isResale && tax.mode === 'EXCLUSIVE' ? { ...tax, mode: 'INCLUSIVE' } : tax;
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
