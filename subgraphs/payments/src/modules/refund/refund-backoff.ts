const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** How long to wait after so many failed tries: two seconds, then twice as long each time, at most an hour. */
export const waitAfter = (attempts: number): number => Math.min(FIRST_MS * 2 ** Math.max(0, attempts - 1), LONGEST_MS);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Banks send money back within weeks. */
const WATCHED_MS = 30 * DAY;

/** How long until we ask whether a refund that was made has come back, by its age: soon, then after half its age, at most a day; null: no more. */
export const watchAfter = (ageMs: number): number | null => (ageMs > WATCHED_MS ? null : Math.min(Math.max(ageMs / 2, MINUTE), DAY));
