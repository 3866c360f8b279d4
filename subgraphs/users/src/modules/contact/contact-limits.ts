const DAY_MS = 24 * 60 * 60 * 1000;

/** What bounds how many numbers one person may look up in a day. */
export interface Seeker {
  createdAt: Date;
  /** 0 to 100. */
  reputation: number;
  /** What the account looked like when it was new (risk.store.ts). */
  isLimited: boolean;
}

/** An address book has some hundred numbers; who has just come gets along with fewer. */
const LIMITED = 50;
const YOUNG = 200;
const USUAL = 1_000;

/** How many numbers a person may look up in a day. Nobody may look up more, however much they are trusted: what numbers there are is worth more than that. */
export const numbersADay = ({ createdAt, reputation, isLimited }: Seeker, now: Date): number =>
  isLimited ? LIMITED : now.getTime() - createdAt.getTime() < DAY_MS && reputation === 0 ? YOUNG : USUAL;

/** The day of a moment, and when it is over; UTC. */
export function dayOf(now: Date): { day: Date; endsAt: Date } {
  const day = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  return { day, endsAt: new Date(day.getTime() + DAY_MS) };
}
