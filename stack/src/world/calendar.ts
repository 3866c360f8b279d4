import type { StackSettings } from '../env';

const DAY = 86_400_000;
/** A year of whole weeks: a Friday night stays one, and Christmas stays in December. */
const YEAR_DAYS = 364;
/** So much of the calendar lies behind when it is moved by itself: enough for reviews, and most of it still to come. */
const PAST_SHARE = 0.35;

/**
 * By how many days a record of the data set's calendar is moved, by its start. `auto` moves each by whole years, into the one year around now
 * of which the past share lies behind: a calendar of several years becomes one, and what is over comes again.
 */
export function calendarShift(setting: StackSettings['DEMO_CALENDAR'], starts: readonly string[], now: Date): (start: string) => number {
  if (setting === 'none') return () => 0;
  if (setting !== 'auto') return () => Number(setting);
  const ages = starts
    .map((start) => daysBehind(Date.parse(start), now))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const behind = ages[Math.floor(ages.length * PAST_SHARE)] ?? 0;
  const from = now.getTime() - behind * DAY;
  return (start) => {
    const years = Math.ceil((from - Date.parse(start)) / (YEAR_DAYS * DAY));
    return Number.isFinite(years) ? years * YEAR_DAYS : 0;
  };
}

/** How long ago it was this time of the year when it last was, 0 to 364. */
function daysBehind(time: number, now: Date): number {
  const days = (now.getTime() - time) / DAY;
  return days - Math.floor(days / YEAR_DAYS) * YEAR_DAYS;
}
