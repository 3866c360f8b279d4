import type { StackSettings } from '../env';

const DAY = 86_400_000;
/** So much of the calendar lies behind when it is moved by itself: enough for reviews, and most of it still to come. */
const PAST_SHARE = 0.35;

/** By how many days the data set's calendar is moved. `auto` moves by whole weeks, so that a Friday night stays one. */
export function calendarShift(setting: StackSettings['DEMO_CALENDAR'], starts: readonly string[], now: Date): number {
  if (setting === 'none') return 0;
  if (setting !== 'auto') return Number(setting);
  const times = starts
    .map((start) => Date.parse(start))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const pivot = times[Math.floor(times.length * PAST_SHARE)] ?? now.getTime();
  return Math.round((now.getTime() - pivot) / (7 * DAY)) * 7;
}
