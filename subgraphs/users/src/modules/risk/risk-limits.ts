const DAY_MS = 24 * 60 * 60 * 1000;

/** Accounts are limited for so long at most. */
const LIMITED_MS = 14 * DAY_MS;

/** Until when an account that was made then is limited, where its score says so. */
export const limitedFor = (createdAt: Date): Date => new Date(createdAt.getTime() + LIMITED_MS);
