/** What became of tries of the past hour, by an account, with a card, or from a network. */
export interface Outcomes {
  declined: number;
  /** Asked, and not answered yet: they count as declined until they are, so that all at once is no way around. */
  underWay: number;
  succeeded: number;
  lastDeclinedAt: Date | null;
}

/** So many declined tries are anybody's bad day; from then on each has to wait, twice as long every time. */
const FREE = 3;
const WAIT_MS = 15_000;
/** Whoever has had so many waits for the hour to pass. */
const MOST = 8;
/** Behind one network there may be many: it is shut when so many were declined, and more than succeeded. */
const MOST_OF_ORIGIN = 10;

/** Do these tries of one account, or with one card, look for cards that work? */
export function isTestingCards({ declined, underWay, lastDeclinedAt }: Outcomes, now: Date): boolean {
  const bad = declined + underWay;
  if (bad < FREE) return false;
  if (bad >= MOST || underWay > 0) return true;
  return lastDeclinedAt !== null && now.getTime() - lastDeclinedAt.getTime() < WAIT_MS * 2 ** (declined - FREE);
}

/** The same of a network. */
export const isTestingFrom = ({ declined, underWay, succeeded }: Outcomes): boolean =>
  declined > succeeded && declined + underWay >= MOST_OF_ORIGIN;
