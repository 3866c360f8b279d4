const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** So long a delivery is tried, from when it was written down or asked for again; and so long nothing may succeed before a webhook is disabled. */
export const TRIED_FOR_MS = 72 * HOUR_MS;

/** What a consumer may take for an answer. */
export const ANSWER_WITHIN_MS = 10 * SECOND_MS;

/** Longer than reading and sending take together: whoever took it and has told nothing by then has ended. */
export const LEASE_MS = MINUTE_MS;

/** So many deliveries of one webhook are under way at a time; one, to see, while it fails. */
export const AT_ONCE = 5;

/** After so many failures in a row, of whatever delivery, the webhook rests between tries. */
export const FAILURES_UNTIL_REST = 5;

/** So long what happened is kept, and can be sent again. */
export const KEPT_MS = 30 * 24 * HOUR_MS;

const WAITS = [5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS];
const LONGEST_REST_MS = HOUR_MS;

/** Up to a fifth longer by chance (`random` is 0 to 1): those that failed together do not come together. */
const spread = (ms: number, random: number): number => Math.round(ms * (1 + random / 5));

/** When a delivery is tried again after its n-th try; null when its three days are over. */
export function nextTry(tries: number, { wantedAt, now, random }: { wantedAt: Date; now: Date; random: number }): Date | null {
  const last = wantedAt.getTime() + TRIED_FOR_MS;
  if (now.getTime() >= last) return null;
  const wait = WAITS[Math.min(tries, WAITS.length) - 1]!;
  return new Date(Math.min(now.getTime() + spread(wait, random), last));
}

/** How long a webhook is left alone after so many failures in a row: not at all, then a minute, doubling to an hour; or as it asks for. */
export function restAfter(failures: number, random: number, retryAfterMs: number | null): number {
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_REST_MS);
  if (failures < FAILURES_UNTIL_REST) return asked;
  return Math.max(asked, spread(Math.min(LONGEST_REST_MS, MINUTE_MS * 2 ** Math.min(failures - FAILURES_UNTIL_REST, 10)), random));
}
