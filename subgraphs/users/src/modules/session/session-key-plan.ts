/** When a signing key is used and known. `publishedUntil` outlives `signsUntil` by the life of the last token it signed. */
export interface KeyPeriod {
  signsFrom: Date;
  signsUntil: Date;
  publishedUntil: Date;
}

const DAY = 24 * 60 * 60 * 1000;
export const SIGNING_PERIOD_MS = 30 * DAY;
/** Longer than an access token lives (15 min), with room for clocks that differ. */
const PUBLISHED_AFTER_MS = 60 * 60 * 1000;

/**
 * The keys that must be made so that one signs now and the next is published already: a verifier that fetches the key set once a day
 * never meets a signature it cannot check.
 */
export function missingPeriods(existing: readonly Pick<KeyPeriod, 'signsFrom' | 'signsUntil'>[], now: Date): KeyPeriod[] {
  const missing: KeyPeriod[] = [];
  const current = existing.find((key) => key.signsFrom <= now && now < key.signsUntil) ?? push(missing, period(now));
  const next = existing.find((key) => key.signsFrom > now);
  if (!next) push(missing, period(current.signsUntil));
  return missing;
}

function period(signsFrom: Date): KeyPeriod {
  const signsUntil = new Date(signsFrom.getTime() + SIGNING_PERIOD_MS);
  return { signsFrom, signsUntil, publishedUntil: new Date(signsUntil.getTime() + PUBLISHED_AFTER_MS) };
}

function push<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}
