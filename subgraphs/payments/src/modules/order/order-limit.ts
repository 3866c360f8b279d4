import { placesOf, type Ask } from '../tier/tier-stock';

/** The limit that an order would break. */
export interface BrokenLimit {
  limit: number;
  /** What the person has already. */
  taken: number;
  /** Null when it is the limit of the event. */
  tierId: string | null;
}

/** The most that one person may have: of the event, and of tiers that have a limit of their own. */
export interface Limits {
  event: number;
  tiers: readonly { id: string; maxPerPerson: number | null }[];
}

/** The first limit that somebody breaks who has places (by tier) and asks for more; null when none. */
export function brokenLimit(asks: readonly Ask[], has: readonly Ask[], limits: Limits): BrokenLimit | null {
  for (const { id, maxPerPerson } of limits.tiers) {
    const taken = placesOf(has.filter(({ tierId }) => tierId === id));
    const asked = placesOf(asks.filter(({ tierId }) => tierId === id));
    if (maxPerPerson !== null && asked > 0 && taken + asked > maxPerPerson) return { limit: maxPerPerson, taken, tierId: id };
  }
  const taken = placesOf(has);
  return taken + placesOf(asks) > limits.event ? { limit: limits.event, taken, tierId: null } : null;
}
