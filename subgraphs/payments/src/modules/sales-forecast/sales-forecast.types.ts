import type { SalesForecast } from '../../generated/prisma/client';

/** How an event that is over was sold, over all its tiers. */
export interface PastSales {
  eventId: string;
  sellerId: string;
  category: string | null;
  /** From its first sale to its start, in days; more than 0. */
  days: number;
  places: number;
  /** How many days before the start its last place was sold; null where places were left. */
  soldOutAt: number | null;
  /** Tickets sold by so many days before the start; the first is all of them. Falls to 0 at the end. */
  soldBy: readonly number[];
}

/** One tier of an event that is sold now. */
export interface TierSales {
  id: string;
  places: number;
  /** Places that can still be sold. */
  left: number;
  /** Tickets sold within the last day, the day before that, and so on back to the first sale of the event. */
  soldOn: readonly number[];
  /** Between how many days before the start it is sold from now on; null: it is not. */
  window: { from: number; until: number } | null;
}

/** An event as it is sold now. */
export interface OpenSales {
  sellerId: string;
  category: string | null;
  /** From its first sale to its start, in days. */
  days: number;
  /** From now to its start, in days. */
  daysLeft: number;
  tiers: readonly TierSales[];
  /** Places of the event that can still be sold, whatever its tiers say; null is no limit. */
  left: number | null;
}

/** What is expected, and between what it is in eight of ten cases. */
export interface Range {
  expected: number;
  low: number;
  high: number;
}

/** How many days before the start nothing is left: as expected, at the earliest, at the latest. Null: places are left. */
export interface SellOutDays {
  expected: number | null;
  earliest: number | null;
  latest: number | null;
}

/** What is still to be sold. */
export interface ExpectedSales {
  more: Range;
  sellOut: SellOutDays;
  tiers: { id: string; more: Range; sellOut: SellOutDays }[];
  /** How many past events it is taken from. */
  comparables: number;
}

export interface ForecastParameters {
  version: string;
  /** How much more an event counts that has the same seller, or the same category. */
  sameSeller: number;
  sameCategory: number;
  /** Widths of the bells by which events count less that were sold for a shorter or longer time, or have fewer or more places (in logarithms). */
  daysWidth: number;
  placesWidth: number;
  /** For how much of an own curve what others sold counts, of an event and of a tier in it. */
  priorShare: number;
  tierPriorShare: number;
  /** After how much of its time what an event sold counts half. */
  halfLife: number;
  /** The spread of errors (of logarithms) that is taken for granted, and for how many past events it counts. */
  spread: number;
  spreadCount: number;
}

/** What was measured of forecasts of as many days before the start. */
export interface MeasuredError {
  /** FORECASTS: what was forecast, and came. PAST_EVENTS: past events, each forecast from the others. */
  basis: 'FORECASTS' | 'PAST_EVENTS';
  events: number;
  /** The sum of all differences, in hundredths of what came in all. */
  percent: number;
  /** Of how many of a hundred what came was within the range. */
  within: number;
}

/** The same as it is kept, with that of revenue where it was measured. */
export interface KeptError extends MeasuredError {
  revenuePercent: number | null;
}

/** A line of a forecast as it is kept; amounts in minor units as texts, because JSON has no such numbers. */
export interface KeptTier {
  tierId: string;
  sold: number;
  tickets: Range;
  revenueMinor: { expected: string; low: string; high: string };
  sellOut: { expected: string | null; earliest: string | null; latest: string | null };
}

export type ForecastGap = 'NOT_MADE_YET' | 'NOTHING_SOLD_YET' | 'TOO_FEW_PAST_EVENTS' | 'SALES_OVER';

/** What is shown of an event's forecast: the last one made, or why there is none. */
export interface SalesForecastView {
  gap: ForecastGap | null;
  row: SalesForecast | null;
}
export type TierForecastView = KeptTier & { currency: string };
export interface MoneyRangeView {
  expected: bigint;
  low: bigint;
  high: bigint;
  currency: string;
}

/** An event of which a forecast is due. */
export interface DueEvent {
  id: string;
  startsAt: Date;
  sellerId: string;
  category: string | null;
  left: number | null;
}

export interface DaySales {
  tierId: string;
  day: number;
  sold: number;
}
