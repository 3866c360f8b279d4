import { createHash } from 'node:crypto';

/** What the plan has to know of an event. */
export interface PlannedEvent {
  id: string;
  startsAt: Date;
  capacity: number | null;
  price: { type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN'; minMinor: number | null; maxMinor?: number | null; currency: string | null };
}

/** A tier of the demo world, in the order of its event's tiers. */
export interface SeedTier {
  id: string;
  eventId: string;
  name: string;
  description?: string;
  priceMinor: number;
  currency: string;
  quantity: number;
}

/** A paid order of the demo world, for tickets of one event. */
export interface SeedOrder {
  id: string;
  userId: string;
  /** Tiers of one event. */
  items: { tierId: string; quantity: number }[];
  paidAt: Date;
}

/** A person bought so many tickets of an event, of any tier. */
export interface Purchase {
  id: string;
  eventId: string;
  buyerId: string;
  quantity: number;
  at: Date;
}

export interface PlanInput {
  /** The same seed, events and purchases give the same plan. */
  seed: string;
  now: Date;
  events: readonly PlannedEvent[];
  purchases: readonly Purchase[];
}

const DEFAULT_PRICE_MINOR = 2_000;
/** Most tickets one order may have. */
const MAX_PLACES = 10;

/**
 * Plans tickets and sales for events to come: a tier at the lower price of every paid event, a second at the upper price where there is
 * one, free registration for one free event in ten. Purchases become orders of the first tier with places left; those of events without
 * tickets, and those that come too late, are left out. Draws are hashes of names, so that one more event leaves the rest as it was.
 */
export function planSales({ seed, now, events, purchases }: PlanInput): { tiers: SeedTier[]; orders: SeedOrder[] } {
  const draw = (...name: (string | number)[]) => hash(seed, ...name).readUInt32LE() / 2 ** 32;
  const tiers = events.filter(({ startsAt }) => startsAt > now).flatMap((event) => tiersOf(event, seed, draw));
  return { tiers, orders: ordersFor(tiers, purchases) };
}

type Draw = (...name: (string | number)[]) => number;

function tiersOf({ id, capacity, price }: PlannedEvent, seed: string, draw: Draw): SeedTier[] {
  const quantity = capacity ?? 20 + Math.floor(draw('quantity', id) * 180);
  const currency = price.currency ?? 'CAD';
  const tier = (name: string, priceMinor: number, places: number): SeedTier => ({
    id: idFrom(seed, 'tier', id, name),
    eventId: id,
    name,
    priceMinor,
    currency,
    quantity: Math.max(1, places),
  });
  if (price.type !== 'PAID') return price.type === 'FREE' && draw('registration', id) < 0.1 ? [tier('Registration', 0, quantity)] : [];
  const low = price.minMinor ?? DEFAULT_PRICE_MINOR;
  const high = price.maxMinor ?? low;
  if (high <= low || quantity < 5) return [tier('General admission', low, quantity)];
  const best = Math.floor(quantity / 5);
  return [tier('General admission', low, quantity - best), tier('Best seats', high, best)];
}

function ordersFor(tiers: readonly SeedTier[], purchases: readonly Purchase[]): SeedOrder[] {
  const left = new Map(tiers.map(({ id, quantity }) => [id, quantity]));
  return purchases.flatMap(({ id, eventId, buyerId, quantity, at }) => {
    const tier = tiers.find((candidate) => candidate.eventId === eventId && left.get(candidate.id)! >= quantity);
    if (!tier || quantity < 1 || quantity > MAX_PLACES) return [];
    left.set(tier.id, left.get(tier.id)! - quantity);
    return [{ id, userId: buyerId, items: [{ tierId: tier.id, quantity }], paidAt: at }];
  });
}

const hash = (...name: (string | number)[]) => createHash('sha256').update(name.join('\n')).digest();

/** An id that is the same for the same name, in the form of a UUID (version 8: made by our own rule, RFC 9562). */
export function idFrom(...name: (string | number)[]): string {
  const hex = hash(...name).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
