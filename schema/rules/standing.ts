/** What bounds an account: what is known of it. */
export interface Account {
  /** Null for accounts from before this was told: they are old. */
  registeredAt: Date | null;
  addressVerified: boolean;
  /** 0 to 100. */
  reputation: number;
  /** Until then it may do less than others, because it looks like those that programs make; null or absent: it does not. */
  limitedUntil?: Date | null;
}

export type Standing = 'LIMITED' | 'NEW' | 'KNOWN' | 'TRUSTED';

const DAY_MS = 86_400_000;
/** Reputation from which somebody is trusted. */
export const TRUSTED = 60;

/** Does it look like those that programs make, and has nothing shown yet that it is not? A high reputation shows it. */
export const isLimited = ({ limitedUntil, reputation }: Pick<Account, 'limitedUntil' | 'reputation'>, now: Date): boolean =>
  limitedUntil != null && limitedUntil > now && reputation < TRUSTED;

/**
 * An account is limited while it looks like those that programs make (`isLimited`); new on its first day, and for as long as its address is not verified and it has no reputation; trusted by a high one. `account` is null
 * while no fact of it has come.
 */
export function standingOf(account: Account | null, now: Date): Standing {
  if (account && isLimited(account, now)) return 'LIMITED';
  if (!account || (account.registeredAt && now.getTime() - account.registeredAt.getTime() < DAY_MS)) return 'NEW';
  if (account.reputation >= TRUSTED) return 'TRUSTED';
  return account.addressVerified || account.reputation > 0 ? 'KNOWN' : 'NEW';
}
