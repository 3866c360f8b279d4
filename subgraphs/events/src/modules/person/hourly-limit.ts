import { standingOf, type Account, type Standing } from '@marquee/schema/rules/standing';

/** What one account may bring in an hour. */
export type Limited = 'DRAFTS' | 'VENUES' | 'IMPORTED_EVENTS';

/** So many times what a new account may. */
const FACTORS: Record<Standing, number> = { NEW: 1, KNOWN: 10, TRUSTED: 100 };

/** How many of them an account may bring in an hour by its standing, given what a new one may. */
export const hourlyLimit = (forNewAccount: number, account: Account | null, now: Date): number =>
  forNewAccount * FACTORS[standingOf(account, now)];
