const MINUTE = 60_000;
const LONGEST_MS = 24 * 60 * MINUTE;
const SHORTEST_RETRY_MS = 5 * MINUTE;

/** Of events that are missing at once, so many are called off without a second look. */
const FEW = 10;

/** When a source is read next: at its frequency; after failures later each time, up to a day, the first time soon. */
export function nextSync(now: Date, frequencyMinutes: number, failures: number): Date {
  const regular = frequencyMinutes * MINUTE;
  if (failures === 0) return new Date(now.getTime() + regular);
  const backOff = SHORTEST_RETRY_MS * 4 ** Math.min(failures - 1, 10);
  // One that is read seldom is not read oftener because it fails for long.
  return new Date(now.getTime() + Math.min(backOff, Math.max(regular, LONGEST_MS)));
}

/** More than half of what is to come is gone, and not just a few: more likely a fault of the source than so many cancellations. */
export const isTooMuch = (missing: number, here: number): boolean => missing > FEW && missing * 2 > here;
