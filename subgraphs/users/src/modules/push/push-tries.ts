/** How often a push is tried, where the fault may pass. */
export const TRIES = 3;

/** Longer than any try takes: whoever tried it and has told nothing by then has ended. */
export const LEASE_MS = 120_000;

/** Whatever a provider asks for: later than this a notification is no news. */
const LONGEST_WAIT_MS = 3_600_000;

/** How long a push waits after its n-th try: 20 seconds, then 160, up to half as long again by chance (`random` is 0 to 1), or as asked for. */
export const waitAfter = (tries: number, random: number, retryAfterMs: number | null): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(20_000 * 8 ** (tries - 1) * (1 + random / 2), retryAfterMs ?? 0));

/** Expo knows what became of a push after some minutes, and for a day. */
export const RECEIPT_AFTER_MS = 15 * 60_000;
export const RECEIPT_LASTS_MS = 24 * 3_600_000;
