import { isElsewhere, type Venture } from '@marquee/schema/rules/moved-event';

/** What somebody bought, and when. */
export interface Bought extends Venture {
  at: Date;
  /** How many hours before the start it may be given back, as the organiser said then; null is never. */
  hoursBefore: number | null;
}

/** The event was moved, and we heard of it. */
export interface Move extends Venture {
  heardAt: Date;
}

const HOUR_MS = 3_600_000;
const TIME_TO_DECIDE_MS = 7 * 86_400_000;

/**
 * Until when a buyer may give tickets back for all of their price: until so many hours before the start as the organiser said, of the start
 * as it is now or as it was bought, whichever is later; null when there is no such time.
 * A move by more than two hours or to another city gives seven days from when it was heard of, also beyond the start. So a start that is
 * moved into the past ends nothing.
 */
export function refundableUntil(event: { startsAt: Date }, bought: Bought, moves: readonly Move[]): Date | null {
  const ends = moves
    .filter((move) => move.heardAt > bought.at && isElsewhere(move, bought))
    .map(({ heardAt }) => heardAt.getTime() + TIME_TO_DECIDE_MS);
  const { hoursBefore } = bought;
  if (hoursBefore !== null) ends.push(Math.max(event.startsAt.getTime(), bought.startsAt.getTime()) - hoursBefore * HOUR_MS);
  return ends.length > 0 ? new Date(Math.max(...ends)) : null;
}
