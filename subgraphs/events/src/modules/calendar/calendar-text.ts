import { DateTime } from 'luxon';
import { timezoneLines } from './calendar-zone';

/** What a calendar tells of an event. */
export interface CalendarEvent {
  id: string;
  version: number;
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  /** IANA. */
  timezone: string;
  cancelled: boolean;
  /** Place as one line; null for none. */
  place: string | null;
  latitude: number | null;
  longitude: number | null;
  category: string;
  createdAt: Date;
  updatedAt: Date;
  /** Of an occurrence that is told beside its series: the series, and which it is of it, on the wall clock. */
  occurrence?: { seriesId: string; recurrenceId: string };
  /** Of a series: RRULE, RDATE and EXDATE as lines. */
  recurrence?: readonly string[];
}

export interface Calendar {
  name: string;
  events: readonly CalendarEvent[];
}

/**
 * An iCalendar file (RFC 5545) as Apple, Google and Outlook take it: published, each event with its zone's own clocks, one UID for ever and a
 * SEQUENCE that grows with each change. What was called off stays in it as CANCELLED, so that it goes from calendars that have it.
 */
export function calendarText({ name, events }: Calendar): string {
  const zones = [...new Set(events.map(({ timezone }) => timezone))].sort().filter((zone) => zone !== 'UTC');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Marquee//Events//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...zones.flatMap((zone) => zoneOf(zone, events)),
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function zoneOf(zone: string, events: readonly CalendarEvent[]): string[] {
  const times = events
    .filter(({ timezone }) => timezone === zone)
    .flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  return timezoneLines(zone, new Date(Math.min(...times)), new Date(Math.max(...times)));
}

function eventLines(event: CalendarEvent): string[] {
  const { id, version, title, description, place, latitude, longitude, category, cancelled, occurrence, recurrence = [] } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${occurrence?.seriesId ?? id}@marquee`,
    ...(occurrence ? [wallTimes('RECURRENCE-ID', [occurrence.recurrenceId], event.timezone)] : []),
    `SEQUENCE:${version}`,
    `DTSTAMP:${utc(event.updatedAt)}`,
    `CREATED:${utc(event.createdAt)}`,
    `LAST-MODIFIED:${utc(event.updatedAt)}`,
    time('DTSTART', event.startsAt, event.timezone),
    time('DTEND', event.endsAt, event.timezone),
    ...recurrence,
    `SUMMARY:${escaped(title)}`,
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    ...(place ? [`LOCATION:${escaped(place)}`] : []),
    ...(latitude !== null && longitude !== null ? [`GEO:${latitude.toFixed(6)};${longitude.toFixed(6)}`] : []),
    `CATEGORIES:${escaped(category)}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `TRANSP:${cancelled ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ];
}

const utc = (at: Date): string => DateTime.fromJSDate(at, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");

const time = (name: string, at: Date, zone: string): string =>
  zone === 'UTC' ? `${name}:${utc(at)}` : `${name};TZID=${zone}:${DateTime.fromJSDate(at, { zone }).toFormat("yyyyMMdd'T'HHmmss")}`;

/** A property of times on the wall clock of the zone. */
export const wallTimes = (name: string, walls: readonly string[], zone: string): string => {
  const values = walls.map((wall) => wall.replace(/[-:]/g, '')).map((value) => (zone === 'UTC' ? `${value}Z` : value));
  return `${name}${zone === 'UTC' ? '' : `;TZID=${zone}`}:${values.join(',')}`;
};

/** TEXT (3.3.11). */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** No line has more than 75 octets (3.1); a character is never cut. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += octets;
  }
  return [...parts, part].join('\r\n ');
}
