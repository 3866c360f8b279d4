/** When and where an event takes place. A city that is not known is null. */
export interface Venture {
  startsAt: Date;
  city: string | null;
}

const MOST_MOVED_MS = 2 * 3_600_000;

/**
 * Is it something else than what people knew of: moved by more than two hours, or to another city? Then whoever has bought may give it back. A
 * city that is not known, before or after, is no other.
 */
export function isElsewhere(now: Venture, before: Venture): boolean {
  const moved = Math.abs(now.startsAt.getTime() - before.startsAt.getTime()) > MOST_MOVED_MS;
  return moved || (now.city !== null && before.city !== null && plain(now.city) !== plain(before.city));
}

const plain = (city: string) => city.normalize('NFKC').trim().toLowerCase();
