import { DateTime, Duration } from 'luxon';
import { MAX_LENGTH_DAYS } from '../event/event-length';
import { quoted, words, type Node } from './schema-org-values';

const DEFAULT_LENGTH_HOURS = 2;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2200;

export interface TimesRecord {
  start: DateTime;
  end: DateTime;
}

interface Reason {
  reason: string;
}

/** When an event starts and ends, told in this zone. A day without a time is the whole day: the last one belongs to the event. */
export function readTimes(record: Node, zone: string, notes: string[]): TimesRecord | Reason {
  const start = readTime('startDate', record.startDate, zone);
  if (!start) {
    const repeated = record.eventSchedule ? '; repeated events (eventSchedule) are not read' : '';
    return { reason: `startDate is missing${repeated}` };
  }
  if ('reason' in start) return start;
  const end = readTime('endDate', record.endDate, zone);
  if (!end) return { start: start.at, end: endWithout(record, start, notes, 'is missing') };
  if ('reason' in end) return end;
  const until = end.wholeDay ? nextMidnight(end.at) : end.at;
  if (until.toMillis() === start.at.toMillis()) {
    // Calendars that have to write an end, and know none, write the start.
    return { start: start.at, end: endWithout(record, start, notes, 'is startDate') };
  }
  if (until < start.at) {
    // A night that ends after midnight is often published with the date of its evening.
    const nextDay = until.plus({ days: 1 });
    const mended = nextDay > start.at && nextDay.diff(start.at, 'hours').hours <= 24 ? nextDay : assumedEnd(start);
    notes.push('endDate is not after startDate: mended');
    return { start: start.at, end: mended };
  }
  if (until.diff(start.at, 'days').days > MAX_LENGTH_DAYS)
    return { reason: `endDate is more than ${MAX_LENGTH_DAYS} days after startDate` };
  return { start: start.at, end: until };
}

interface Read {
  at: DateTime;
  /** A date without a time; `at` is when that day begins. */
  wholeDay: boolean;
}

/** Null when nothing is written. */
function readTime(name: string, value: unknown, zone: string): Read | Reason | null {
  const text = timeText(value);
  if (!text) return null;
  if (/^\d{4}(-\d{2})?$/.test(text)) return { reason: `${name} names no day: ${text}` };
  const at = DateTime.fromISO(text, { zone });
  if (!at.isValid) return { reason: `${name} is no ISO 8601 time: ${quoted(value)}` };
  if (!isPlannable(at)) return { reason: `${name} is not between ${EARLIEST_YEAR} and ${LATEST_YEAR}: ${quoted(value)}` };
  return { at, wholeDay: /^(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}-\d|\d{4}-\d{3})$/.test(text) };
}

/** As ISO 8601 has it: many publishers write a blank for the `T`, and one before the offset. */
export const timeText = (value: unknown): string =>
  words(value)
    .trim()
    .slice(0, 64)
    .replace(/^(\d{4}-?\d{2}-?\d{2})\s+(?=\d)/, '$1T')
    .replace(/(?<=T.*)\s+(?=(Z|[+-]\d{2}:?\d{0,2})$)/i, '');

/** The start in that zone, as a moment; for finding the zone. Null when it cannot be read. */
export const startIn = (record: Node, zone: string): DateTime | null => {
  const read = readTime('startDate', record.startDate, zone);
  return read && 'at' in read ? read.at : null;
};

function endWithout(record: Node, start: Read, notes: string[], how: string): DateTime {
  const length = lengthOf(record.duration);
  if (length && start.at.plus(length) > start.at) return start.at.plus(length);
  notes.push(start.wholeDay ? 'no time of day is told: the whole day assumed' : `endDate ${how}: ${DEFAULT_LENGTH_HOURS} hours assumed`);
  return assumedEnd(start);
}

const assumedEnd = ({ at, wholeDay }: Read): DateTime => (wholeDay ? nextMidnight(at) : at.plus({ hours: DEFAULT_LENGTH_HOURS }));
const nextMidnight = (day: DateTime): DateTime => day.plus({ days: 1 }).startOf('day');

/** An ISO 8601 duration (`PT90M`), null when it is none or longer than an event may be. */
function lengthOf(value: unknown): Duration | null {
  const length = Duration.fromISO(words(value).trim());
  return length.isValid && length.as('days') > 0 && length.as('days') <= MAX_LENGTH_DAYS ? length : null;
}

/** At the ends of what a date can be, arithmetic fails; written so that what is not a number is refused too. */
const isPlannable = ({ year }: DateTime): boolean => year >= EARLIEST_YEAR && year <= LATEST_YEAR;
