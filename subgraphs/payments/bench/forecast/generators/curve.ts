import type { PastSales } from '../../../src/modules/sales-forecast/sales-forecast.types';

/** What makes events, with how they were sold, in the order in which they took place. */
export interface CurveGenerator {
  name: string;
  generate(seed: string, count: number): PastSales[];
}

/** An event from what was wanted on each day, the first day of its sale first, sold as long as there are places. */
export function aCurve(parts: Pick<PastSales, 'eventId' | 'sellerId' | 'category' | 'places'>, wanted: readonly number[]): PastSales {
  const days = wanted.length;
  const soldBy = Array.from({ length: days + 1 }, () => 0);
  let sold = 0;
  let soldOutAt: number | null = null;
  wanted.forEach((tickets, day) => {
    sold = Math.min(parts.places, sold + tickets);
    if (sold === parts.places && soldOutAt === null) soldOutAt = days - 1 - day;
    soldBy[days - 1 - day] = sold;
  });
  return { ...parts, days, soldOutAt, soldBy };
}
