/** When and where an event takes place. */
export interface Venture {
  startsAt: Date;
  city: string | null;
}

/** What somebody bought, and when. */
export interface Bought extends Venture {
  at: Date;
}

/** The event was moved, and we heard of it. */
export interface Move extends Venture {
  heardAt: Date;
}

const MOST_MOVED_MS = 2 * 3_600_000;
const TIME_TO_DECIDE_MS = 7 * 86_400_000;

/**
 * Until when a buyer may give tickets back for all of their price: until the start, as it is now or as it was bought, whichever is later.
 * A move by more than two hours or to another city gives seven days from when it was heard of, also beyond the start. So a start that is
 * moved into the past ends nothing.
 */
export function refundableUntil(event: { startsAt: Date }, bought: Bought, moves: readonly Move[]): Date {
  const ends = moves
    .filter((move) => move.heardAt > bought.at && isOther(move, bought))
    .map(({ heardAt }) => heardAt.getTime() + TIME_TO_DECIDE_MS);
  return new Date(Math.max(event.startsAt.getTime(), bought.startsAt.getTime(), ...ends));
}

/** Not what was bought any more. A city that is not known, before or after, is no other. */
export function isOther(now: Venture, bought: Venture): boolean {
  const moved = Math.abs(now.startsAt.getTime() - bought.startsAt.getTime()) > MOST_MOVED_MS;
  return moved || (now.city !== null && bought.city !== null && plain(now.city) !== plain(bought.city));
}

const plain = (city: string) => city.normalize('NFKC').trim().toLowerCase();
