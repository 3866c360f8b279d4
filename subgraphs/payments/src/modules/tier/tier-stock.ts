import type { TicketTier } from '../../generated/prisma/client';
import { freePlaces, type Sales } from '../sales/sales';

/** So many places of one tier. */
export interface Ask {
  tierId: string;
  quantity: number;
}

/** What a tier has left, neither sold nor held. */
export interface Stock {
  id: string;
  name: string;
  free: number;
}

export const stockOf = ({ id, name, quantity, sold, held }: Pick<TicketTier, 'id' | 'name' | 'quantity' | 'sold' | 'held'>): Stock => ({
  id,
  name,
  free: quantity - sold - held,
});

/** The first tier, in the order asked, that has too few places. */
export function findShort(asks: readonly Ask[], stock: readonly Stock[]): Stock | null {
  const byId = new Map(stock.map((tier) => [tier.id, tier]));
  for (const { tierId, quantity } of asks) {
    const tier = byId.get(tierId);
    if (tier && tier.free < quantity) return tier;
  }
  return null;
}

/** Several asks for the same tier as one. */
export function addUp(asks: readonly Ask[]): Ask[] {
  const sums = new Map<string, number>();
  for (const { tierId, quantity } of asks) sums.set(tierId, (sums.get(tierId) ?? 0) + quantity);
  return [...sums].map(([tierId, quantity]) => ({ tierId, quantity }));
}

/** All places that are asked for. */
export const placesOf = (asks: readonly Ask[]): number => asks.reduce((sum, { quantity }) => sum + quantity, 0);

/** Has a tier, or its event, too few places? What is not known of the event is no limit. */
export const hasTooFew = (asks: readonly Ask[], stock: readonly Stock[], sales: Pick<Sales, 'taken' | 'granted'> | null): boolean =>
  findShort(asks, stock) !== null || (sales !== null && (freePlaces(sales) ?? Infinity) < placesOf(asks));

/** What a tier has, and its event, at one moment. */
export interface TierPlaces {
  quantity: number;
  sold: number;
  heldLive: number;
  /** Places left of the event, all tiers together; null is no limit. */
  eventFree: number | null;
}

/** Places left at this moment: of the tier, and never more than of its event. A hold that has ended keeps nothing. */
export const remaining = ({ quantity, sold, heldLive, eventFree }: TierPlaces): number =>
  Math.min(quantity - sold - heldLive, eventFree ?? Infinity);
