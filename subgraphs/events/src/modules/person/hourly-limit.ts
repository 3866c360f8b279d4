import { standingOf, type Account, type Standing } from '@marquee/schema/rules/standing';

/** What one account may bring in an hour or a day. */
export type Limited = 'DRAFTS' | 'VENUES' | 'IMPORTED_EVENTS' | 'IMAGES';

const HOUR_MS = 3_600_000;

/** The time in which what one account brings is counted: a day for pictures, which come many at once. */
export const windowOf = (what: Limited): { ms: number; name: string } =>
  what === 'IMAGES' ? { ms: 24 * HOUR_MS, name: 'a day' } : { ms: HOUR_MS, name: 'an hour' };

/** So many times what a new account may. */
const FACTORS: Record<Standing, number> = { LIMITED: 0.25, NEW: 1, KNOWN: 10, TRUSTED: 100 };

/** How many of them an account may bring in that time by its standing, given what a new one may. */
export const hourlyLimit = (forNewAccount: number, account: Account | null, now: Date): number =>
  Math.max(1, Math.floor(forNewAccount * FACTORS[standingOf(account, now)]));
