import ICAL from 'ical.js';
import { DateTime, Duration, IANAZone } from 'luxon';
import { startsOf } from './calendar-recurrence';
import { recordOfComponent } from './calendar-record';
import { CalendarZones, type CalendarTime } from './calendar-times';
import type { FoundRecord, Window } from './found-record.types';
import { MAX_RECORDS, UnreadableDocument } from './schema-org-document';

interface Entry {
  component: ICAL.Component;
  line: number | null;
  uid: string;
}

/**
 * The events of an iCalendar file (RFC 5545), one record for each time they take place within the window, in the order of the file. `timezone`
 * is the zone of times that name none, where the file tells none itself (X-WR-TIMEZONE).
 *
 * @throws UnreadableDocument with a message for the person who sent it
 */
export function calendarRecords(text: string, timezone: string, window: Window): FoundRecord[] {
  const calendars = parsed(text);
  const lines = linesOf(text);
  let at = 0;
  const records = calendars.flatMap((calendar) => {
    const zones = new CalendarZones(calendar, zoneOf(calendar) ?? timezone);
    const entries = calendar.getAllSubcomponents('vevent').map((component): Entry => {
      const uid = String(component.getFirstPropertyValue('uid') ?? '');
      return { component, uid, line: lines[at++] ?? null };
    });
    const isCancelled = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase() === 'CANCEL';
    const found = byUid(entries).flatMap((series) => new CalendarSeries(series, zones, window).records());
    return isCancelled ? found.map((one) => ({ ...one, record: { ...one.record, eventStatus: 'EventCancelled' } })) : found;
  });
  if (at === 0) throw new UnreadableDocument('The calendar holds no VEVENT.');
  if (records.length > MAX_RECORDS)
    throw new UnreadableDocument(`The calendar holds ${records.length} events; import at most ${MAX_RECORDS} at once.`);
  return records;
}

function parsed(text: string): ICAL.Component[] {
  try {
    const read = ICAL.parse(text.replace(/^\uFEFF/, '').trim()) as unknown[];
    const all = Array.isArray(read[0]) ? read : [read];
    const calendars = all.map((one) => new ICAL.Component(one as never)).filter(({ name }) => name === 'vcalendar');
    if (calendars.length === 0) throw new Error('it holds no VCALENDAR');
    return calendars;
  } catch (error) {
    throw new UnreadableDocument(`The document is no iCalendar file: ${(error as Error).message}`);
  }
}

/** Where each VEVENT begins. */
const linesOf = (text: string): number[] => text.split('\n').flatMap((line, at) => (/^BEGIN:VEVENT\s*$/i.test(line) ? [at + 1] : []));

function zoneOf(calendar: ICAL.Component): string | null {
  const told = calendar.getFirstPropertyValue('x-wr-timezone');
  return typeof told === 'string' && IANAZone.isValidZone(told) ? told : null;
}

/** An event and those of its times that are told apart (RECURRENCE-ID). What has no UID stands alone. */
function byUid(entries: readonly Entry[]): Entry[][] {
  const series = new Map<string, Entry[]>();
  for (const [at, entry] of entries.entries()) {
    const key = entry.uid || `no uid ${at}`;
    series.set(key, [...(series.get(key) ?? []), entry]);
  }
  return [...series.values()];
}

/** One time an event takes place, told by `entry`. */
interface Occurrence {
  entry: Entry;
  start: CalendarTime;
  end: CalendarTime | null;
  /** When it would have started by the rule. */
  original: DateTime | null;
}

class CalendarSeries {
  private readonly notes: string[] = [];

  constructor(
    private readonly entries: readonly Entry[],
    private readonly zones: CalendarZones,
    private readonly window: Window,
  ) {}

  records(): FoundRecord[] {
    const own = this.entries.filter(({ component }) => !component.hasProperty('recurrence-id'));
    // Told twice, the later one counts.
    const main = own.toSorted((a, b) => sequenceOf(a) - sequenceOf(b)).at(-1);
    const apart = this.entries.filter(({ component }) => component.hasProperty('recurrence-id'));
    return this.occurrences(main, apart).map((occurrence) => this.recordOf(occurrence));
  }

  private occurrences(main: Entry | undefined, apart: readonly Entry[]): Occurrence[] {
    const told = new Map<number, Occurrence>();
    const onwards: Occurrence[] = [];
    for (const entry of apart.toSorted((a, b) => sequenceOf(a) - sequenceOf(b))) {
      const property = entry.component.getFirstProperty('recurrence-id')!;
      const occurrence = this.occurrence(entry, this.timeOf(property)?.at ?? null);
      if (!occurrence?.original) continue;
      told.set(occurrence.original.toMillis(), occurrence);
      if (String(property.getFirstParameter('range') ?? '').toUpperCase() === 'THISANDFUTURE') onwards.push(occurrence);
    }
    const first = main && this.occurrence(main, null);
    if (!first) return [...told.values()];
    if (!repeats(main.component)) return [first, ...told.values()];
    const all = this.starts(main, first).map((original): Occurrence => {
      const apartOne = told.get(original.toMillis());
      told.delete(original.toMillis());
      if (apartOne) return apartOne;
      const changed = onwards.filter((one) => one.original! <= original).at(-1);
      return changed ? moved(changed, original) : { ...at(first, original), original };
    });
    // Those that were moved from outside the window into it.
    return [...all, ...[...told.values()].filter(({ start }) => this.isWithin(start.at))];
  }

  /** All starts within the window, by rule and by list, without those that are taken out. */
  private starts({ component }: Entry, { start }: Occurrence): DateTime[] {
    const rules = component.getAllProperties('rrule').flatMap((property) => property.getValues() as ICAL.Recur[]);
    const dates = component.getAllProperties('rdate').flatMap((property) => this.timesOf(property));
    const out = component.getAllProperties('exdate').flatMap((property) => this.timesOf(property));
    const starts = [
      start.at,
      ...rules.flatMap((rule) => startsOf(rule, start.at, start.wholeDay, this.window, this.notes)),
      ...dates.map(({ at: date }) => date.setZone(start.at.zone)),
    ];
    const left = new Map(starts.filter((one) => this.isWithin(one)).map((one) => [one.toMillis(), one]));
    for (const { at: date, wholeDay } of out) {
      left.delete(date.toMillis());
      if (wholeDay && !start.wholeDay) for (const [key, one] of left) if (one.toISODate() === date.toISODate()) left.delete(key);
    }
    return [...left.values()].sort((a, b) => a.toMillis() - b.toMillis());
  }

  private isWithin(time: DateTime): boolean {
    return time.toJSDate() >= this.window.from && time.toJSDate() <= this.window.until;
  }

  /** Null for what has no readable start. */
  private occurrence(entry: Entry, original: DateTime | null): Occurrence | null {
    const { component } = entry;
    const from = component.getFirstProperty('dtstart');
    const start = from && this.timeOf(from);
    if (!start) return original ? { entry, start: { at: original, wholeDay: false }, end: null, original } : this.unreadable(entry);
    const to = component.getFirstProperty('dtend');
    const length: unknown = component.getFirstPropertyValue('duration');
    const end = to ? this.timeOf(to) : length instanceof ICAL.Duration ? { ...start, at: start.at.plus(lengthOf(length)) } : null;
    return { entry, start, end, original };
  }

  /** Told, so that its line and reason stand in the report. */
  private unreadable(entry: Entry): Occurrence {
    return { entry, start: { at: DateTime.invalid('no start'), wholeDay: false }, end: null, original: null };
  }

  private timeOf(property: ICAL.Property): CalendarTime | null {
    return this.timesOf(property)[0] ?? null;
  }

  private timesOf(property: ICAL.Property): CalendarTime[] {
    return (property.getValues() as unknown[]).flatMap((value) => {
      const time = value instanceof ICAL.Period ? value.start : value;
      if (!(time instanceof ICAL.Time)) return [];
      const read = this.zones.read(property, time, this.notes);
      return read.at.isValid ? [read] : [];
    });
  }

  private recordOf({ entry, start, end, original }: Occurrence): FoundRecord {
    const id = entry.uid && (original ? `${entry.uid}#${original.toUTC().toISO({ suppressMilliseconds: true })}` : entry.uid);
    const { record, dropped } = recordOfComponent(entry.component, { id, start, end });
    return { record, line: entry.line, dropped, notes: [...new Set(this.notes)] };
  }
}

const repeats = (component: ICAL.Component): boolean => component.hasProperty('rrule') || component.hasProperty('rdate');

const sequenceOf = ({ component }: Entry): number => Number(component.getFirstPropertyValue('sequence') ?? 0) || 0;

const lengthOf = ({ weeks, days, hours, minutes, seconds, isNegative }: ICAL.Duration): Duration =>
  isNegative ? Duration.fromMillis(0) : Duration.fromObject({ weeks, days, hours, minutes, seconds });

/** The same on another day: as long on the clock of the wall. */
function at(first: Occurrence, start: DateTime): Occurrence {
  if (!first.end) return { ...first, start: { ...first.start, at: start } };
  const { wholeDay } = first.start;
  const length = first.end.at.diff(first.start.at, wholeDay ? ['days', 'hours'] : ['hours', 'minutes', 'seconds']);
  return { ...first, start: { ...first.start, at: start }, end: { ...first.end, at: start.plus(length) } };
}

/** One after a change that holds onwards: off by as much as that one was. */
function moved(changed: Occurrence, original: DateTime): Occurrence {
  const days = original.startOf('day').diff(changed.original!.startOf('day'), 'days');
  const start = changed.start.at.plus({ days: Math.round(days.days) });
  return { ...at(changed, start), original };
}
