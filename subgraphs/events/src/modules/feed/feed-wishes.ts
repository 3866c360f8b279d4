export type TimeOfDay = 'MORNING' | 'AFTERNOON' | 'EVENING' | 'NIGHT';

/** What a person has said that they look for. */
export interface Wishes {
  maxDistanceKm: number | null;
  price: { minMinor: number; maxMinor: number; currency: string } | null;
  times: readonly TimeOfDay[];
  /** 0 to 1; 0.5 of who said nothing. */
  priceSensitivity: number;
  socialPreference: number;
}

export const NO_WISHES: Wishes = { maxDistanceKm: null, price: null, times: [], priceSensitivity: 0.5, socialPreference: 0.5 };

/** Making one takes as long as using it a hundred times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time of day on the wall where an event takes place; null for a zone that this machine does not know. */
export function timeOfDay(at: Date, zone: string): TimeOfDay | null {
  try {
    let clock = clocks.get(zone);
    if (!clock) clocks.set(zone, (clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone })));
    const hour = Number(clock.format(at));
    return hour < 5 ? 'NIGHT' : hour < 12 ? 'MORNING' : hour < 17 ? 'AFTERNOON' : hour < 22 ? 'EVENING' : 'NIGHT';
  } catch {
    return null;
  }
}

interface Priced {
  priceType: string;
  priceMin: number | null;
  priceCurrency: string | null;
}

/** Is the lowest price within what somebody wants to pay? What is free is for who would pay nothing; null where it is not known, or told in another currency. */
export function isAffordable({ priceType, priceMin, priceCurrency }: Priced, price: Wishes['price']): boolean | null {
  if (price === null || priceType === 'UNKNOWN') return null;
  const lowest = priceType === 'FREE' ? 0 : priceMin;
  if (lowest === null || (lowest > 0 && priceCurrency !== price.currency)) return null;
  return lowest >= price.minMinor && lowest <= price.maxMinor;
}
