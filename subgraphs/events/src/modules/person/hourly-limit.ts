/** What one account may bring in an hour. */
export type Limited = 'DRAFTS' | 'VENUES' | 'IMPORTED_EVENTS';

/** What is known of an account; null while no fact of it has come. */
export interface Standing {
  /** Null for accounts from before this was told: they are old. */
  registeredAt: Date | null;
  addressVerified: boolean;
  /** 0 to 100. */
  reputation: number;
}

const DAY_MS = 86_400_000;
/** Reputation from which somebody is trusted; docs/decisions. */
const TRUSTED = 60;
/** So many times what a new account may. */
const KNOWN_FACTOR = 10;
const TRUSTED_FACTOR = 100;

/**
 * How many of them an account may bring in an hour: what a new one may, ten times as many once it is a day old and its address is verified or it
 * has a reputation, a hundred times as many when it is trusted.
 */
export function hourlyLimit(forNewAccount: number, standing: Standing | null, now: Date): number {
  if (!standing || (standing.registeredAt && now.getTime() - standing.registeredAt.getTime() < DAY_MS)) return forNewAccount;
  if (standing.reputation >= TRUSTED) return forNewAccount * TRUSTED_FACTOR;
  return forNewAccount * (standing.addressVerified || standing.reputation > 0 ? KNOWN_FACTOR : 1);
}
