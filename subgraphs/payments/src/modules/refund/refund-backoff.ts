const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** How long to wait after so many failed tries: two seconds, then twice as long each time, at most an hour. */
export const waitAfter = (attempts: number): number => Math.min(FIRST_MS * 2 ** Math.max(0, attempts - 1), LONGEST_MS);
