import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { eligibilityToBuy } from '../event/event-eligibility.store';
import { holdResale, releaseHolds } from '../hold/hold.store';
import { findBrokenLimit, wishOf } from '../order/order-limit.store';
import type { OrderWithItems } from '../order/order.types';
import { giveCodesBack, takeCodesAgain } from '../promo/promo.store';
import { sellResale } from '../resale/resale.store';
import { tierClosedReason, type SalesClosedReason } from '../sales/sales-closed';
import { sellHeldPlaces, sellPlacesIfFree } from '../tier/tier-stock.store';

/** What an order gets for its money: `refundId` is that of who resold it. Null when it gets nothing. */
export async function sellTo(
  step: Step,
  order: OrderWithItems,
  event: EventCopy | null,
  claim: 'HELD_PLACES' | 'FREE_PLACES',
): Promise<{ refundId: string | null } | null> {
  if (claim === 'FREE_PLACES' && !(await mayTakeAgain(step, order, event))) return null;
  if (order.resaleId !== null) {
    if (claim === 'FREE_PLACES' && !(await holdResale(step, order))) return null;
    const sale = await sellResale(step, order, event);
    if (!sale && claim === 'FREE_PLACES') await releaseHolds(step, [order]);
    return sale;
  }
  if (claim === 'FREE_PLACES') {
    if ((await takeCodesAgain(step, order)) !== null) return null;
    if (await sellPlacesIfFree(step, order.items)) return { refundId: null };
    await giveCodesBack(step, [order.id]);
    return null;
  }
  await sellHeldPlaces(step, order.items);
  return { refundId: null };
}

/** May the places of an order whose hold has ended be had again: its buyer may buy them, and has not as many as one person may? */
async function mayTakeAgain(step: Step, order: OrderWithItems, event: EventCopy | null): Promise<boolean> {
  if (event && (await eligibilityToBuy(step, event, order.userId)).code !== 'ELIGIBLE') return false;
  if (await tiersClosed(step, order)) return false;
  return !(await findBrokenLimit(step, wishOf(order, order.items)));
}

/** Why a tier of the order is not sold at this moment; null while all are. A ticket that somebody resells is not the tier's to sell. */
export async function tiersClosed({ tx, now }: Step, { resaleId, items }: OrderWithItems): Promise<SalesClosedReason | null> {
  if (resaleId !== null) return null;
  const tiers = await tx.ticketTier.findMany({ where: { id: { in: items.map(({ tierId }) => tierId) } } });
  return tiers.map((tier) => tierClosedReason(tier, now)).find((reason) => reason !== null) ?? null;
}
