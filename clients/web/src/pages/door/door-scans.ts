import type { DoorContent, Place, Shown } from './door-package';

export type Direction = 'ENTRY' | 'EXIT';

/** A scan of this device. */
export interface Scan {
  /** However often it is told, it is one scan. */
  readonly nonce: string;
  readonly code: string;
  /** As the package of this moment has it: each has a salt of its own. */
  readonly hash: string;
  readonly direction: Direction;
  readonly people: number;
  readonly scannedAt: string;
  /** The API has taken it. It counts here until there is a package that was made after that. */
  readonly isTold?: boolean;
}

export type Verdict =
  | { readonly kind: 'IN'; readonly inside: number; readonly of: number }
  | { readonly kind: 'OUT' }
  | {
      readonly kind: 'NO';
      readonly why: 'UNKNOWN' | 'INSIDE' | 'USED' | 'NOT_INSIDE' | 'NOT_OPEN' | 'CLOSED' | 'FALSE' | 'OTHER_EVENT' | 'OVER' | 'UNCHECKED';
    };

/** Whether somebody comes in or goes out, by the package and by the scans of this device that are not in it. */
export function decide(
  content: DoorContent,
  places: ReadonlyMap<string, Place>,
  scans: readonly Scan[],
  shown: Shown,
  direction: Direction,
  now: Date,
): Verdict {
  if ('fault' in shown) return { kind: 'NO', why: shown.fault };
  if (now < new Date(content.opensAt)) return { kind: 'NO', why: 'NOT_OPEN' };
  if (now >= new Date(content.closesAt)) return { kind: 'NO', why: 'CLOSED' };
  const place = places.get(shown.hash);
  if (!place) return { kind: 'NO', why: 'UNKNOWN' };
  const { inside, used } = standing(place, scans);
  if (direction === 'EXIT') return inside > 0 ? { kind: 'OUT' } : { kind: 'NO', why: 'NOT_INSIDE' };
  if (inside >= place.n) return { kind: 'NO', why: 'INSIDE' };
  if (content.noReentryFrom !== null && used >= place.n) return { kind: 'NO', why: 'USED' };
  return { kind: 'IN', inside: inside + 1, of: place.n };
}

function standing(place: Place, scans: readonly Scan[]): { inside: number; used: number } {
  let [inside, used] = [place.in, place.used ?? 0];
  for (const { hash, direction, people } of scans) {
    if (hash !== place.h) continue;
    inside += direction === 'ENTRY' ? people : -people;
    if (direction === 'ENTRY') used += people;
  }
  return { inside, used };
}

export const placesOf = ({ places }: DoorContent): Map<string, Place> => new Map(places.map((place) => [place.h, place]));

/** The same code stays before the camera for a while; it is one guest. */
const SAME_GUEST_MS = 4_000;

export function isRepeat(last: { readonly code: string; readonly at: number } | null, code: string, at: number): boolean {
  return last !== null && last.code === code && at - last.at < SAME_GUEST_MS;
}
