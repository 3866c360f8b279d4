/** How long an access token is good. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** A token may be issued a moment after its session ended, by a request that was under way; clocks of verifiers differ a little. */
const SLACK_MS = 60_000;

/** When no access token of a session that ends now can be good any more. */
export const tokensOver = (endedAt: Date): Date => new Date(endedAt.getTime() + ACCESS_TOKEN_SECONDS * 1000 + SLACK_MS);

/** Longer than a transaction takes: an end that was written before a list was read, and committed after it, is in the next list. */
const OVERLAP_MS = 60_000;

/** Where the next list of ended sessions continues, as text; null for a text that is none: then the list is whole. */
export const nextSince = (now: Date): string => new Date(now.getTime() - OVERLAP_MS).toISOString();

export function readSince(text: string | null | undefined): Date | null {
  const at = text ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}
