import ICAL from 'ical.js';
import { DateTime, Duration, IANAZone } from 'luxon';
import { startsOf } from './calendar-recurrence';
import type { FoundRecord, Window } from './found-record.types';
import { lineOf } from './json-lines';
import { isNode, list, termOf, words, type Node } from './schema-org-values';

const DAYS: Readonly<Record<string, string>> = {
  ...{ monday: 'MO', tuesday: 'TU', wednesday: 'WE', thursday: 'TH', friday: 'FR', saturday: 'SA', sunday: 'SU' },
};
const FREQUENCIES: Readonly<Record<string, string>> = {
  daily: 'P1D',
  weekly: 'P1W',
  biweekly: 'P2W',
  monthly: 'P1M',
  yearly: 'P1Y',
  annually: 'P1Y',
};

/**
 * A record that repeats by its `eventSchedule` (https://schema.org/Schedule), as one record for each time it takes place within the window; a
 * record that does not, as it is. What the schedule does not say is taken from the record.
 */
export function repeated(record: Node, timezone: string, window: Window): FoundRecord[] {
  const schedules = list(record.eventSchedule).filter(isNode).filter(hasRule);
  const line = lineOf(record);
  if (schedules.length === 0) return [{ record, line, dropped: [], notes: [] }];
  const { eventSchedule: _schedule, ...rest } = record;
  const found = schedules.flatMap((schedule) => occurrencesOf(rest, schedule, timezone, window));
  // Nothing within the window: the report still names it.
  return found.length > 0 ? found.map((one) => ({ ...one, line })) : [{ record, line, dropped: [], notes: ['no time within eight weeks'] }];
}

const hasRule = (schedule: Node): boolean => frequencyOf(schedule) !== null;

function occurrencesOf(record: Node, schedule: Node, timezone: string, window: Window): Omit<FoundRecord, 'line'>[] {
  const told = words(schedule.scheduleTimezone).trim();
  const zone = IANAZone.isValidZone(told) ? told : timezone;
  const first = startOf(record, schedule, zone);
  if (!first) return [];
  const notes: string[] = [];
  const rule = ruleOf(schedule, zone);
  const exceptions = list(schedule.exceptDate).map((date) => DateTime.fromISO(words(date).trim(), { zone }));
  const isOut = (at: DateTime) =>
    exceptions.some((out) => (out.toMillis() === out.startOf('day').toMillis() ? out.hasSame(at, 'day') : +out === +at));
  const wholeDay = !words(schedule.startTime) && !/[T ]\d/.test(words(record.startDate));
  const starts = [...(isDayOf(schedule, first) ? [first] : []), ...startsOf(rule, first, wholeDay, window, notes)];
  const length = lengthOf(record, schedule, first, zone);
  const id = words(record['@id']).trim();
  return starts
    .filter((at) => at.toJSDate() >= window.from && at.toJSDate() <= window.until && !isOut(at))
    .map((at) => ({
      record: {
        ...record,
        ...(id ? { '@id': `${id}#${at.toUTC().toISO({ suppressMilliseconds: true })}` } : {}),
        startDate: wholeDay ? at.toISODate() : at.toISO({ suppressMilliseconds: true }),
        endDate: length && !wholeDay ? at.plus(length).toISO({ suppressMilliseconds: true }) : null,
        scheduleTimezone: zone,
      },
      dropped: [],
      notes: [...notes],
    }));
}

/** An ISO 8601 duration, or one of the words that publishers write for it. */
function frequencyOf({ repeatFrequency }: Node): Duration | null {
  const text = termOf(repeatFrequency);
  const length = Duration.fromISO(FREQUENCIES[text.toLowerCase()] ?? text);
  return length.isValid && length.valueOf() > 0 ? length : null;
}

function startOf(record: Node, schedule: Node, zone: string): DateTime | null {
  const day = words(schedule.startDate).trim() || words(record.startDate).trim();
  const at = DateTime.fromISO(day.replace(' ', 'T'), { zone });
  if (!at.isValid) return null;
  const clock = DateTime.fromISO(words(schedule.startTime).trim(), { zone });
  return clock.isValid ? at.set({ hour: clock.hour, minute: clock.minute, second: clock.second, millisecond: 0 }) : at;
}

function ruleOf(schedule: Node, zone: string): ICAL.Recur {
  const { years, months, weeks, days } = frequencyOf(schedule)!;
  const [freq, interval] = years ? ['YEARLY', years] : months ? ['MONTHLY', months] : weeks ? ['WEEKLY', weeks] : ['DAILY', days || 1];
  const byDay = daysOf(schedule);
  const numbers = (value: unknown) =>
    list(value)
      .map((one) => Number(words(one)))
      .filter(Number.isInteger);
  const parts: Record<string, unknown> = { freq, interval: Math.max(1, Math.round(Number(interval))) };
  if (byDay.length > 0) parts.byday = byDay;
  const months_ = numbers(schedule.byMonth);
  if (months_.length > 0) parts.bymonth = months_;
  const monthDays = numbers(schedule.byMonthDay);
  if (monthDays.length > 0) parts.bymonthday = monthDays;
  const count = Number(words(schedule.repeatCount) || NaN);
  if (Number.isInteger(count) && count > 0) parts.count = count;
  const end = DateTime.fromISO(words(schedule.endDate).trim(), { zone });
  const rule = ICAL.Recur.fromData(parts as never);
  if (end.isValid && !parts.count)
    rule.until = new ICAL.Time({ year: end.year, month: end.month, day: end.day, isDate: true }, ICAL.Timezone.localTimezone);
  return rule;
}

/** `https://schema.org/Monday`, `MO` and `1MO` as iCalendar writes them. */
const daysOf = ({ byDay }: Node): string[] =>
  list(byDay)
    .flatMap((day) => termOf(day).split(','))
    .map((day) => DAYS[day.trim().toLowerCase()] ?? day.trim().toUpperCase())
    .filter((day) => /^[+-]?\d?(MO|TU|WE|TH|FR|SA|SU)$/.test(day));

/** A schedule begins on the first of its days, not on the day from which it holds. */
function isDayOf(schedule: Node, { weekday }: DateTime): boolean {
  const days = daysOf(schedule);
  return days.length === 0 || days.some((day) => day.slice(-2) === ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekday - 1]);
}

function lengthOf(record: Node, schedule: Node, first: DateTime, zone: string): Duration | null {
  const told = Duration.fromISO(words(schedule.duration).trim() || words(record.duration).trim());
  if (told.isValid && told.valueOf() > 0) return told;
  const clock = DateTime.fromISO(words(schedule.endTime).trim(), { zone });
  if (clock.isValid) {
    const end = first.set({ hour: clock.hour, minute: clock.minute, second: clock.second });
    return (end > first ? end : end.plus({ days: 1 })).diff(first, ['hours', 'minutes']);
  }
  const [from, to] = [record.startDate, record.endDate].map((one) => DateTime.fromISO(words(one).trim().replace(' ', 'T'), { zone }));
  return from?.isValid && to?.isValid && to > from && to.diff(from, 'days').days < 7 ? to.diff(from, ['hours', 'minutes']) : null;
}
