/** What bounds an account: what is known of it. */
export interface Account {
  /** Null for accounts from before this was told: they are old. */
  registeredAt: Date | null;
  addressVerified: boolean;
  /** 0 to 100. */
  reputation: number;
}

export type Standing = 'NEW' | 'KNOWN' | 'TRUSTED';

const DAY_MS = 86_400_000;
/** Reputation from which somebody is trusted. */
const TRUSTED = 60;

/**
 * An account is new on its first day, and for as long as its address is not verified and it has no reputation; trusted by a high one. `account` is null
 * while no fact of it has come.
 */
export function standingOf(account: Account | null, now: Date): Standing {
  if (!account || (account.registeredAt && now.getTime() - account.registeredAt.getTime() < DAY_MS)) return 'NEW';
  if (account.reputation >= TRUSTED) return 'TRUSTED';
  return account.addressVerified || account.reputation > 0 ? 'KNOWN' : 'NEW';
}
