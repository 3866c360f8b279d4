interface Limited {
  limitedUntil: Date | null;
  verified: boolean;
  eventsAttended: number;
}

/** Until when the account is limited, as it is now; null for who is verified or has been somewhere. */
export const limitedUntilOf = ({ limitedUntil, verified, eventsAttended }: Limited): Date | null =>
  verified || eventsAttended > 0 ? null : limitedUntil;

/** May this account do less than others, because of what it looked like when it was new? */
export function isLimitedAt(account: Limited, now: Date): boolean {
  const until = limitedUntilOf(account);
  return until !== null && until > now;
}
