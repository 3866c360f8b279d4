import type ICAL from 'ical.js';
import type { DateTime } from 'luxon';
import type { CalendarTime } from './calendar-times';

interface Told {
  /** Empty where the file gives none. */
  id: string;
  start: CalendarTime;
  end: CalendarTime | null;
}

/** What a record takes over, or what says nothing of the event. */
const KNOWN = new Set(
  (
    'uid dtstart dtend duration summary description x-alt-desc location geo url categories organizer status class image attach conference ' +
    'rrule rdate exdate recurrence-id dtstamp created last-modified sequence transp x-google-conference x-microsoft-skypeteamsmeetingurl'
  ).split(' '),
);

/** A VEVENT in the words of schema.org; `dropped` names what there are no words for. */
export function recordOfComponent(
  component: ICAL.Component,
  { id, start, end }: Told,
): { record: Record<string, unknown>; dropped: string[] } {
  const text = (name: string): string => textIn(component.getFirstPropertyValue(name));
  const html = component.getFirstProperty('x-alt-desc');
  const online = onlineOf(component);
  const status = text('status').toUpperCase();
  const record = compact({
    '@type': 'Event',
    '@id': id,
    name: text('summary'),
    description: text('description') || textIn(html?.getFirstValue()),
    startDate: start.at.isValid ? timeText(start) : '',
    endDate: end && timeText(lastDay(start, end)),
    scheduleTimezone: start.wholeDay || !start.at.isValid || !start.at.zoneName?.includes('/') ? '' : start.at.zoneName,
    eventStatus: status === 'CANCELLED' ? 'EventCancelled' : '',
    location: [
      placeOf(text('location'), component.getFirstPropertyValue('geo')),
      online && { '@type': 'VirtualLocation', url: online },
    ].filter((one) => one !== null && one !== ''),
    url: text('url'),
    image: imageOf(component),
    keywords: component.getAllProperties('categories').flatMap((property) => property.getValues().map(textIn)),
    organizer: organizerOf(component),
    ...(/^(PRIVATE|CONFIDENTIAL)$/i.test(text('class')) ? { isPrivate: true } : {}),
  });
  const names = [...component.getAllProperties(), ...component.getAllSubcomponents()].map(({ name }) => name);
  return { record, dropped: [...new Set(names)].filter((name) => !KNOWN.has(name)).map((name) => name.toUpperCase()) };
}

const compact = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

const timeText = ({ at, wholeDay }: CalendarTime): string =>
  wholeDay ? at.toISODate()! : (at as DateTime<true>).toISO({ suppressMilliseconds: true });

/** DTEND names the day after the last one (3.6.1), endDate the last one. */
function lastDay(start: CalendarTime, end: CalendarTime): CalendarTime {
  if (!end.wholeDay) return end;
  const last = end.at.minus({ days: 1 });
  return { wholeDay: true, at: last < start.at ? start.at : last };
}

/** Calendars write the name and the address of a place in one line. */
function placeOf(text: string, geo: unknown): Record<string, unknown> | null {
  const [latitude, longitude] = Array.isArray(geo) ? (geo as unknown[]) : [];
  const point = typeof latitude === 'number' && typeof longitude === 'number' ? { geo: { latitude, longitude } } : {};
  const [name = '', ...rest] = text.split(/\n|,\s+/);
  if (/^https?:\/\/\S+$/.test(text.trim())) return { '@type': 'VirtualLocation', url: text.trim() };
  if (!text.trim()) return null;
  const address = rest.map((part) => part.trim()).filter(Boolean);
  return { '@type': 'Place', name: name.trim(), ...(address.length > 0 ? { address: address.join(', ') } : {}), ...point };
}

function onlineOf(component: ICAL.Component): string {
  const names = ['conference', 'x-google-conference', 'x-microsoft-skypeteamsmeetingurl'];
  return names.map((name) => textIn(component.getFirstPropertyValue(name))).find((address) => /^https?:/.test(address)) ?? '';
}

function imageOf(component: ICAL.Component): string {
  const attached = component
    .getAllProperties('attach')
    .filter((property) => String(property.getFirstParameter('fmttype') ?? '').startsWith('image/'));
  return (
    [...component.getAllProperties('image'), ...attached]
      .map((property) => textIn(property.getFirstValue()))
      .find((address) => /^https?:/.test(address)) ?? ''
  );
}

function organizerOf(component: ICAL.Component): Record<string, unknown> | null {
  const organizer = component.getFirstProperty('organizer');
  const name = organizer?.getFirstParameter('cn');
  return typeof name === 'string' && name ? { '@type': 'Organization', name: name.replace(/^"|"$/g, '') } : null;
}
