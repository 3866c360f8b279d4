const DAY_MS = 24 * 60 * 60 * 1000;

/** Members and open invitations together: accepting therefore never finds an organisation full. */
export const MAX_MEMBERS = 200;

/** How long an invitation can be accepted. */
export const INVITATION_LASTS_MS = 14 * DAY_MS;

/** Who has declined is left in peace for so long. */
const PEACE_MS = 7 * DAY_MS;

/** What bounds one person's doings of a day. */
export interface Standing {
  createdAt: Date;
  /** 0 to 100. */
  reputation: number;
  /** What the account looked like when it was new (risk.store.ts). */
  isLimited: boolean;
}

/**
 * How often one person may do something in 24 hours: while their account looks like those that programs make, while it is younger than a day, usually,
 * and when the platform trusts them.
 */
const A_DAY = {
  createOrganization: { limited: 1, young: 3, usual: 5, trusted: 20 },
  inviteToOrganization: { limited: 3, young: 10, usual: 50, trusted: 200 },
} as const;

/** Trusted: a reputation of 60 or more of 100. */
const TRUSTED = 60;

export function timesADay(what: keyof typeof A_DAY, { createdAt, reputation, isLimited }: Standing, now: Date): number {
  if (reputation >= TRUSTED) return A_DAY[what].trusted;
  if (isLimited) return A_DAY[what].limited;
  return now.getTime() - createdAt.getTime() < DAY_MS ? A_DAY[what].young : A_DAY[what].usual;
}

/** What was done before counts no more. */
export const dayBefore = (now: Date): Date => new Date(now.getTime() - DAY_MS);

/** When it can be done again, after it was done at these times of the last 24 hours, the earliest first; null: now. */
export function nextTurn(timesADay: number, done: readonly Date[]): Date | null {
  const oldest = done[done.length - timesADay];
  return oldest ? new Date(oldest.getTime() + DAY_MS) : null;
}

/** Until when a person who has declined at this time is left in peace; null: they may be asked. */
export function peaceUntil(declinedAt: Date, now: Date): Date | null {
  const until = new Date(declinedAt.getTime() + PEACE_MS);
  return until > now ? until : null;
}
