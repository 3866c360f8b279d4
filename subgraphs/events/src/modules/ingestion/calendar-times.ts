import ICAL from 'ical.js';
import { DateTime, IANAZone } from 'luxon';

/** A time of an iCalendar file as the people there tell it. */
export interface CalendarTime {
  at: DateTime;
  /** A date without a time. */
  wholeDay: boolean;
}

/** Names that programs of Microsoft write for a zone (CLDR's windowsZones, of those that calendars are published in most). */
const WINDOWS: Readonly<Record<string, string>> = {
  'Pacific Standard Time': 'America/Los_Angeles',
  'Mountain Standard Time': 'America/Denver',
  'US Mountain Standard Time': 'America/Phoenix',
  'Central Standard Time': 'America/Chicago',
  'Canada Central Standard Time': 'America/Regina',
  'Eastern Standard Time': 'America/New_York',
  'US Eastern Standard Time': 'America/Indianapolis',
  'Atlantic Standard Time': 'America/Halifax',
  'Newfoundland Standard Time': 'America/St_Johns',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Argentina Standard Time': 'America/Buenos_Aires',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Romance Standard Time': 'Europe/Paris',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'FLE Standard Time': 'Europe/Kiev',
  'GTB Standard Time': 'Europe/Bucharest',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Russian Standard Time': 'Europe/Moscow',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Arabian Standard Time': 'Asia/Dubai',
  'India Standard Time': 'Asia/Kolkata',
  'SE Asia Standard Time': 'Asia/Bangkok',
  'China Standard Time': 'Asia/Shanghai',
  'Singapore Standard Time': 'Asia/Singapore',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'E. Australia Standard Time': 'Australia/Brisbane',
  'Cen. Australia Standard Time': 'Australia/Adelaide',
  'W. Australia Standard Time': 'Australia/Perth',
  'New Zealand Standard Time': 'Pacific/Auckland',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'Alaskan Standard Time': 'America/Anchorage',
};

/** The clocks of one iCalendar file. */
export class CalendarZones {
  private readonly defined = new Map<string, ICAL.Component>();

  /** `fallback`: the zone of times that name none. */
  constructor(
    calendar: ICAL.Component,
    private readonly fallback: string,
  ) {
    for (const zone of calendar.getAllSubcomponents('vtimezone')) this.defined.set(textOf(zone, 'tzid'), zone);
  }

  /** A value of a property with a date, or with a date and a time. */
  read(property: ICAL.Property, value: ICAL.Time, notes: string[]): CalendarTime {
    const { year, month, day, hour, minute, second, isDate } = value;
    const parts = isDate ? { year, month, day } : { year, month, day, hour, minute, second };
    const written = property.getFirstParameter('tzid');
    if (value.zone === ICAL.Timezone.utcTimezone && !isDate)
      return { at: DateTime.fromObject(parts, { zone: 'utc' }).setZone(this.fallback), wholeDay: false };
    if (isDate || !written) return { at: DateTime.fromObject(parts, { zone: this.fallback }), wholeDay: isDate };
    const zone = this.named(written);
    if (zone) return { at: DateTime.fromObject(parts, { zone }), wholeDay: false };
    const defined = this.defined.get(written);
    if (!defined) {
      notes.push(`the zone ${written} is not known: ${this.fallback} assumed`);
      return { at: DateTime.fromObject(parts, { zone: this.fallback }), wholeDay: false };
    }
    const seconds = new ICAL.Timezone({ component: defined, tzid: written }).utcOffset(
      new ICAL.Time({ ...parts, isDate: false }, ICAL.Timezone.localTimezone),
    );
    return { at: DateTime.fromObject(parts, { zone: `UTC${offsetText(seconds)}` }), wholeDay: false };
  }

  /** The IANA zone of a TZID: its own name, the end of it (`/example.org/2026/America/Toronto`), or what the file says of it. */
  private named(tzid: string): string | null {
    const told = this.defined.get(tzid);
    const candidates = [
      tzid,
      textOf(told, 'x-lic-location'),
      ...endsOf(tzid),
      WINDOWS[tzid] ?? '',
      WINDOWS[textOf(told, 'x-tzinfo')] ?? '',
    ];
    return candidates.find((name) => name !== '' && IANAZone.isValidZone(name)) ?? null;
  }
}

const textOf = (component: ICAL.Component | undefined, name: string): string => {
  const value: unknown = component?.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
};

const endsOf = (tzid: string): string[] => {
  const parts = tzid.replace(/^"|"$/g, '').split('/');
  return [parts.slice(-3).join('/'), parts.slice(-2).join('/')];
};

const offsetText = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  const two = (count: number) => String(count).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
};
