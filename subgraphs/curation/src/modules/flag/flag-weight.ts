/** What became of a person's earlier flags. */
export interface FlagRecord {
  upheld: number;
  dismissed: number;
}

/** What there is of a person beside their flags. */
export interface FlaggerStanding {
  /** Null when it is not known how old the account is. */
  registeredAt: Date | null;
  addressVerified: boolean;
  /** Events where they were. */
  attended: number;
  /** While the account looks like those that programs make. */
  isLimited: boolean;
  /** One of those who look after what others publish. */
  isStaff: boolean;
}

/** A younger account counts for nothing: three of them are made in seconds. */
const SETTLED_MS = 24 * 3_600_000;

/** Is there anything that a throw-away account has not? */
export const hasStanding = ({ registeredAt, addressVerified, attended, isLimited, isStaff }: FlaggerStanding, now: Date): boolean =>
  isStaff ||
  (!isLimited && registeredAt !== null && now.getTime() - registeredAt.getTime() >= SETTLED_MS && (addressVerified || attended > 0));

/**
 * −1 to 2: how much a person's flag counts. 0 without standing. With p = (upheld + 2) / (upheld + dismissed + 3), the share of flags that
 * were right with a little good faith to begin with, the weight is 3p − 1: 1 without a record, towards 2 for somebody who is always
 * right, 0 when a third is right, and below zero for somebody whose flags speak for an event.
 */
export function flagWeight({ upheld, dismissed }: FlagRecord, standing: FlaggerStanding, now: Date): number {
  if (!hasStanding(standing, now)) return 0;
  const accuracy = (upheld + 2) / (upheld + dismissed + 3);
  return 3 * accuracy - 1;
}
