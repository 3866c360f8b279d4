import { instantOf, onDay, wallClock } from '../preference/preference-local-time';

/** A week or a month by its first and last day; days are midnights of UTC, whatever zone they are days of. */
export interface Span {
  startsOn: Date;
  endsOn: Date;
}

export type Period = 'WEEKLY' | 'MONTHLY';
export const PERIODS: readonly Period[] = ['WEEKLY', 'MONTHLY'];

const SIX = 6 * 60;
const EIGHT = 8 * 60;

export const dayOf = (written: string): Date => new Date(`${written}T00:00:00.000Z`);
export const written = (day: Date): string => day.toISOString().slice(0, 10);
export const daysLater = (day: Date, days: number): Date => new Date(day.getTime() + days * 86_400_000);
export const today = (now: Date, zone: string | null): Date => onDay(wallClock(now, zone ?? 'UTC'), 0);
/** When a day begins where the person is. */
export const beginOf = (day: Date, zone: string | null): Date => instantOf(day, zone ?? 'UTC');

const sinceMonday = (day: Date): number => (day.getUTCDay() + 6) % 7;
const monthLater = (day: Date, months: number): Date => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));

/** The week, Monday to Sunday, or the month of the calendar in which a day is. */
export function spanAround(period: Period, day: Date): Span {
  if (period === 'MONTHLY') return { startsOn: monthLater(day, 0), endsOn: daysLater(monthLater(day, 1), -1) };
  const startsOn = daysLater(day, -sinceMonday(day));
  return { startsOn, endsOn: daysLater(startsOn, 6) };
}

/** The last one that was over on a day. */
export const spanBefore = (period: Period, day: Date): Span => spanAround(period, daysLater(spanAround(period, day).startsOn, -1));

/** The days of a goal: seven, or to the day before the same day of the next month, or of its end where it is shorter. */
export function spanFrom(period: Period, startsOn: Date): Span {
  if (period === 'WEEKLY') return { startsOn, endsOn: daysLater(startsOn, 6) };
  const next = monthLater(startsOn, 1);
  const lastOfNext = daysLater(monthLater(startsOn, 2), -1).getUTCDate();
  if (startsOn.getUTCDate() > lastOfNext) return { startsOn, endsOn: daysLater(next, lastOfNext - 1) };
  return { startsOn, endsOn: daysLater(next, startsOn.getUTCDate() - 2) };
}

/** The next Monday, or first of a month, at six in the morning by the person's clock. */
export function nextReportAt(period: Period, now: Date, zone: string | null): Date {
  const { startsOn, endsOn } = spanAround(period, today(now, zone));
  const here = instantOf(onDay(startsOn, SIX), zone ?? 'UTC');
  return here > now ? here : instantOf(onDay(endsOn, SIX, 1), zone ?? 'UTC');
}

/** The next morning, or Monday morning, at eight by the person's clock. */
export function nextSuggestionsAt(frequency: 'DAILY' | 'WEEKLY', now: Date, zone: string | null): Date {
  const day = today(now, zone);
  const first = frequency === 'DAILY' ? day : daysLater(day, (7 - sinceMonday(day)) % 7);
  const at = instantOf(onDay(first, EIGHT), zone ?? 'UTC');
  return at > now ? at : instantOf(onDay(first, EIGHT, frequency === 'DAILY' ? 1 : 7), zone ?? 'UTC');
}

/** The next time of day on one of the days of a goal; null when there is none any more. */
export function nextReminderAt(now: Date, { startsOn, endsOn }: Span, remindAt: number | null, zone: string | null): Date | null {
  if (remindAt === null) return null;
  const here = today(now, zone);
  const first = here > startsOn ? here : startsOn;
  for (const day of [first, daysLater(first, 1)]) {
    const at = instantOf(onDay(day, remindAt), zone ?? 'UTC');
    if (day <= endsOn && at > now) return at;
  }
  return null;
}

/** Two decimals, as the columns have. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
