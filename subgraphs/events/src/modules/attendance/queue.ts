/** A party in the queue to whom nothing is offered. */
export interface Party {
  id: string;
  size: number;
  /** Takes fewer places than it has people. */
  acceptsPart: boolean;
  /** How often a smaller party was served past it. */
  skipped: number;
  /** Since when too few places are free for it; null when it was never held up. */
  heldUpSince: Date | null;
}

/** How far smaller parties may be served past a larger one. */
export interface SkipRules {
  most: number;
  longestMs: number;
}

export interface Served {
  offers: { id: string; places: number }[];
  /** Parties that too few places are free for, as they stand afterwards, in the order of the queue. */
  heldUp: { id: string; skipped: number; heldUpSince: Date; saved: boolean }[];
}

/**
 * Gives free places to the queue, head first. A party is served whole; one that accepts a part takes what there is. A smaller party is served
 * past one that does not fit, until that one was skipped `most` times or has been held up for `longestMs`: from then on all that is free is
 * kept for it, so that it is never starved. A party larger than `capacity` can never be served whole: nothing is kept for it.
 */
export function serve(queue: readonly Party[], free: number, capacity: number | null, now: Date, rules: SkipRules): Served {
  const offers: Served['offers'] = [];
  const heldUp: Served['heldUp'] = [];
  let left = free;
  for (const party of queue) {
    if (left <= 0) break;
    const places = party.size <= left ? party.size : party.acceptsPart ? left : 0;
    if (places > 0) {
      offers.push({ id: party.id, places });
      left -= places;
      for (const ahead of heldUp) ahead.skipped += 1;
      for (const ahead of heldUp) ahead.saved ||= isOwed(ahead, now, rules);
    } else if (capacity === null || party.size <= capacity) {
      const standing = { id: party.id, skipped: party.skipped, heldUpSince: party.heldUpSince ?? now };
      heldUp.push({ ...standing, saved: isOwed(standing, now, rules) });
    }
    if (heldUp.some(({ saved }) => saved)) break;
  }
  return { offers, heldUp };
}

const isOwed = ({ skipped, heldUpSince }: { skipped: number; heldUpSince: Date }, now: Date, { most, longestMs }: SkipRules): boolean =>
  skipped >= most || now.getTime() - heldUpSince.getTime() >= longestMs;
