import type { ForecastParameters, PastSales } from './sales-forecast.types';

/** Into how many equal parts the time from an event's first sale to its start is cut. */
export const STEPS = 40;

export interface Comparable {
  past: PastSales;
  /** More than 0, at most 1: the most alike has 1. */
  weight: number;
}

const bell = (ratio: number, width: number): number => Math.exp(-((Math.log(ratio) / width) ** 2) / 2);

/** The past events that are most like one, `most` of them. */
export function comparablesOf(
  own: Pick<PastSales, 'sellerId' | 'category' | 'days' | 'places'>,
  pool: readonly PastSales[],
  parameters: ForecastParameters,
  most: number,
): Comparable[] {
  const { sameSeller, sameCategory, daysWidth, placesWidth } = parameters;
  const weighed = pool.map((past) => ({
    past,
    weight:
      (past.sellerId === own.sellerId ? sameSeller : 1) *
      (past.category !== null && past.category === own.category ? sameCategory : 1) *
      bell(past.days / own.days, daysWidth) *
      bell(past.places / own.places, placesWidth),
  }));
  const nearest = weighed
    .sort((one, other) => other.weight - one.weight || (one.past.eventId < other.past.eventId ? -1 : 1))
    .slice(0, most);
  // Where nothing is alike all count little and the same, instead of one for all.
  const top = Math.max(nearest[0]?.weight ?? 0, 1e-6);
  return nearest.map(({ past, weight }) => ({ past, weight: Math.max(weight / top, 0.01) }));
}

/** Tickets sold by so many days before the start, which may be parts of days. */
export function soldBy({ soldBy: curve }: Pick<PastSales, 'soldBy'>, days: number): number {
  const day = Math.max(0, Math.floor(days));
  const [here, before] = [curve[day] ?? 0, curve[day + 1] ?? 0];
  return here + (before - here) * (Math.max(0, days) - day);
}

/**
 * Which part of all is sold by each step before the start (index 0 is the start and 1, index STEPS the first sale and 0): the chain-ladder method
 * of insurers. From step to step sales grow by what they grew by in the events that still had places; so one that was sold out tells how it was
 * sold until then, and is not taken for one that nobody wanted any more.
 */
export function shapeOf(comparables: readonly Comparable[]): number[] {
  const growth = Array.from({ length: STEPS }, () => ({ open: [0, 0], all: [0, 0] }));
  for (const { past, weight } of comparables) {
    const scale = weight / Math.max(1, past.soldBy[0] ?? 0);
    const at = Array.from({ length: STEPS + 1 }, (_, step) => soldBy(past, (step / STEPS) * past.days) * scale);
    for (let step = 0; step < STEPS; step++) {
      const sums = growth[step]!;
      const isOpen = past.soldOutAt === null || past.soldOutAt <= (step / STEPS) * past.days;
      for (const kind of isOpen ? (['open', 'all'] as const) : (['all'] as const)) {
        sums[kind][0]! += at[step]!;
        sums[kind][1]! += at[step + 1]!;
      }
    }
  }
  const raw = Array.from({ length: STEPS + 1 }, () => 0);
  raw[STEPS - 1] = 1;
  for (let step = STEPS - 2; step >= 0; step--) {
    const { open, all } = growth[step]!;
    const [now, before] = open[1]! > 0 ? open : all;
    raw[step] = raw[step + 1]! * (before! > 0 ? Math.max(1, now! / before!) : 1);
  }
  return raw.map((sold) => sold / raw[0]!);
}

/** The part sold by so much of the time before the start: 1 is the first sale, 0 the start. */
export function shareAt(shape: readonly number[], part: number): number {
  const at = Math.min(1, Math.max(0, part)) * STEPS;
  const step = Math.min(STEPS - 1, Math.floor(at));
  return shape[step]! + (shape[step + 1]! - shape[step]!) * (at - step);
}
