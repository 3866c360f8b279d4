const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Failures from one network that lock an account for that network. */
export const FAILURES_UNTIL_LOCK = 5;
export const LOCK_MS = 2 * HOUR_MS;

/** Failures over all networks that cost nothing yet: more than one clumsy person makes. */
const FREE_FAILURES = 20;
const LONGEST_DELAY_MS = 15 * MINUTE_MS;
/** After so long without a failure the count over all networks begins anew. */
export const ACCOUNT_MEMORY_MS = 24 * HOUR_MS;

/**
 * How long an account waits after its n-th failure over all networks: 1 s after the 21st, doubling, at most 15 min. It slows a guesser
 * with many addresses down and never shuts the owner out for long.
 */
export function delayAfter(failures: number): number {
  return failures <= FREE_FAILURES ? 0 : Math.min(LONGEST_DELAY_MS, 1000 * 2 ** (failures - FREE_FAILURES - 1));
}
