/** Who gives up a place later than this before the event leaves nobody the time to take it. */
export const NOTICE_MS = 24 * 60 * 60 * 1000;
/** Who changes their mind within an hour has kept nobody from the place. */
const SECOND_THOUGHTS_MS = 60 * 60 * 1000;

export interface GivenUp {
  at: Date;
  /** Since when they had meant to come; null when that is not known. */
  goingSince: Date | null;
  startsAt: Date;
  /** When the event was last put at another time or place. */
  movedAt: Date | null;
}

/**
 * Was a place given up late: less than 24 hours before the event began, or after? Not by who had said within the last hour that they come, nor by who
 * had said so before the event was put at another time or place.
 */
export function isLate({ at, goingSince, startsAt, movedAt }: GivenUp): boolean {
  if (at.getTime() <= startsAt.getTime() - NOTICE_MS) return false;
  if (goingSince === null) return true;
  const isSecondThought = at.getTime() - goingSince.getTime() < SECOND_THOUGHTS_MS;
  const isAnotherEvent = movedAt !== null && movedAt >= goingSince;
  return !isSecondThought && !isAnotherEvent;
}
