const DAY_MS = 24 * 60 * 60 * 1000;

/** Accounts are limited for so long at most. */
const LIMITED_MS = 14 * DAY_MS;

/** Who has come before then is not limited any more. */
export const limitedFrom = (now: Date): Date => new Date(now.getTime() - LIMITED_MS);
