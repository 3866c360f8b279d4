import { standingOf, type Account, type Standing } from '@marquee/schema/rules/standing';

export const AVATAR_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export const MAX_AVATAR_BYTES = 5 * 1024 * 1024;

/** How long the address of an upload is good. */
export const UPLOAD_LASTS_MS = 15 * 60_000;
/** When an upload that nobody took is deleted: after the last that can still be on its way. */
export const UPLOAD_DELETED_MS = 60 * 60_000;
/** The rows say how many uploads were asked for in an hour, and what a repeated request returns for a day. */
export const UPLOAD_FORGOTTEN_MS = 48 * 60 * 60_000;

/** So many times what a new account may. */
const FACTORS: Record<Standing, number> = { LIMITED: 0.25, NEW: 1, KNOWN: 2, TRUSTED: 10 };

/** How many pictures an account may ask to upload in an hour by its standing, given what a new one may. */
export const picturesAnHour = (forNewAccount: number, account: Account, now: Date): number =>
  Math.max(1, Math.floor(forNewAccount * FACTORS[standingOf(account, now)]));
