/** How often a mail is tried, where the fault may pass. */
export const TRIES = 3;

const FIRST_WAIT_MS = 60_000;
const FACTOR = 8;

/**
 * How long a mail waits after its n-th try: 1 minute, then 8, each up to half as long again (`random` is 0 to 1), so that those that failed
 * together do not come together.
 */
export const waitAfter = (tries: number, random: number): number => FIRST_WAIT_MS * FACTOR ** (tries - 1) * (1 + random / 2);

/** Longer than any try takes: whoever tried it and has told nothing by then has ended. */
export const LEASE_MS = 300_000;
