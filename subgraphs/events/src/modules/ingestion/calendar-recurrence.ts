import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import type { Window } from './found-record.types';

/** Most times that one event may repeat within the window, and most steps that a rule may take to come there. */
const MOST = 500;
const MOST_STEPS = 30_000;

const SUBDAILY = new Set(['SECONDLY', 'MINUTELY', 'HOURLY']);
/** Of each month, in the longest of years. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * When an event that begins at `first` starts again by an RRULE (RFC 5545, 3.3.10), on the wall clock of its zone, in order and without
 * `first`. Bounded in the window, in number and in steps: rules come from anybody.
 */
export function startsOf(rule: ICAL.Recur, first: DateTime, wholeDay: boolean, window: Window, notes: string[]): DateTime[] {
  if (SUBDAILY.has(rule.freq)) {
    notes.push(`it repeats ${rule.freq.toLowerCase()}: only the first is taken`);
    return [];
  }
  if (!isPossible(rule)) {
    notes.push('it repeats on a day that no month has: only the first is taken');
    return [];
  }
  try {
    return startsWithin(rule, first, wholeDay, window, notes);
  } catch {
    notes.push('its rule of repetition cannot be read: only the first is taken');
    return [];
  }
}

/** @throws what the library says of a rule that it does not understand */
function startsWithin(rule: ICAL.Recur, first: DateTime, wholeDay: boolean, window: Window, notes: string[]): DateTime[] {
  const recur = rule.clone();
  // On one clock with the start, which has no zone here.
  if (rule.until) recur.until = timeOn(untilOf(rule.until, first), wholeDay);
  const iterator = recur.iterator(timeOn(first, wholeDay));
  const until = DateTime.fromJSDate(window.until, { zone: first.zone });
  const starts: DateTime[] = [];
  for (let step = 0; step < MOST_STEPS && starts.length < MOST; step++) {
    const next = iterator.next();
    if (!next) return starts;
    const { year, month, day, hour, minute, second } = next;
    const at = DateTime.fromObject({ year, month, day, ...(wholeDay ? {} : { hour, minute, second }) }, { zone: first.zone });
    if (at > until) return starts;
    if (at > first && at.toJSDate() >= window.from && isOfRule(recur, next)) starts.push(at);
  }
  notes.push('it repeats too often: the rest is left out');
  return starts;
}

const timeOn = (at: DateTime, isDate: boolean): ICAL.Time => {
  const { year, month, day, hour, minute, second } = at;
  return new ICAL.Time({ year, month, day, ...(isDate ? { isDate } : { hour, minute, second, isDate }) }, ICAL.Timezone.localTimezone);
};

/** The end of the rule on the clock of the event. A date is the whole day. */
function untilOf(until: ICAL.Time, first: DateTime): DateTime {
  const { year, month, day, hour, minute, second, isDate } = until;
  if (isDate) return DateTime.fromObject({ year, month, day, hour: 23, minute: 59, second: 59 }, { zone: first.zone });
  const isUtc = until.zone === ICAL.Timezone.utcTimezone;
  return DateTime.fromObject({ year, month, day, hour, minute, second }, { zone: isUtc ? 'utc' : first.zone }).setZone(first.zone);
}

interface Parts {
  BYMONTH?: readonly (number | string)[];
  BYMONTHDAY?: readonly number[];
}

/**
 * A rule of days that never come does not end in the library (`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30`, `BYMONTH=13`). There are others (every
 * seventh day, and a Sunday, from a Monday on), so who reads what others send does so where it can be ended.
 */
function isPossible({ parts }: ICAL.Recur): boolean {
  const { BYMONTH, BYMONTHDAY } = parts as Parts;
  if (BYMONTH && !BYMONTH.some((month) => Number(month) >= 1 && Number(month) <= 12)) return false;
  if (!BYMONTHDAY) return true;
  const months = BYMONTH?.map(Number) ?? [1];
  return BYMONTHDAY.some((day) => months.some((month) => Math.abs(day) >= 1 && Math.abs(day) <= (DAYS[month - 1] ?? 0)));
}

/** The library goes over into the next month where a month lacks the day; the RFC leaves it out. */
function isOfRule({ parts }: ICAL.Recur, { year, month, day }: ICAL.Time): boolean {
  const { BYMONTH, BYMONTHDAY } = parts as Parts;
  const days = DateTime.utc(year, month).daysInMonth!;
  return (
    (!BYMONTH || BYMONTH.some((one) => Number(one) === month)) &&
    (!BYMONTHDAY || BYMONTHDAY.some((one) => (one > 0 ? one : days + 1 + one) === day))
  );
}
