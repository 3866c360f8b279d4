import { timeOfDay, type TimeOfDay, type Wishes } from './feed-wishes';
import type { Past } from './taste.sql';

/** From so many choices on it is a habit. */
const LEAST = 5;
/** A time of day that they chose so often. */
const OFTEN = 0.4;

/** What somebody's choices tell of when they go out and what they pay, where they have not said it themselves. */
export function withHabits(wishes: Wishes, past: readonly Past[]): Wishes {
  const chosen = past.filter(({ weight }) => weight >= 1);
  if (chosen.length < LEAST) return wishes;
  return {
    ...wishes,
    times: wishes.times.length > 0 ? wishes.times : timesOf(chosen),
    price: wishes.price ?? priceOf(chosen),
  };
}

function timesOf(chosen: readonly Past[]): TimeOfDay[] {
  const counts = new Map<TimeOfDay, number>();
  for (const { startsAt, timezone } of chosen) {
    const time = timeOfDay(new Date(startsAt), timezone);
    if (time) counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= OFTEN * chosen.length).map(([time]) => time);
}

/** Up to what four in five of them cost, in the currency of most. */
function priceOf(chosen: readonly Past[]): Wishes['price'] {
  const paid = chosen.filter(
    ({ priceType, priceMin, priceCurrency }) => priceType === 'PAID' && priceMin !== null && priceCurrency !== null,
  );
  if (paid.length < LEAST) return null;
  const counts = new Map<string, number>();
  for (const { priceCurrency } of paid) counts.set(priceCurrency!, (counts.get(priceCurrency!) ?? 0) + 1);
  const [currency] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]!;
  const prices = paid.flatMap((one) => (one.priceCurrency === currency ? [one.priceMin!] : [])).sort((a, b) => a - b);
  return { minMinor: 0, maxMinor: prices[Math.floor((prices.length - 1) * 0.8)]!, currency };
}
