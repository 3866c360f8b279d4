import { standingOf, type Account, type Standing } from '@marquee/schema/rules/standing';

/** What one account may put before others in an hour: groups, invitations to groups, strangers it writes to, posts, comments and polls, rooms of several. */
export type Limited = 'GROUPS' | 'GROUP_INVITATIONS' | 'MESSAGE_REQUESTS' | 'POSTS' | 'ROOMS';

/** So many times what a new account may. */
const FACTORS: Record<Standing, number> = { LIMITED: 0.25, NEW: 1, KNOWN: 2, TRUSTED: 10 };

/** How many of them an account may make in an hour by its standing, given what a new one may. */
export const hourlyLimit = (forNewAccount: number, account: Account | null, now: Date): number =>
  Math.max(1, Math.floor(forNewAccount * FACTORS[standingOf(account, now)]));
