import { createHash } from 'node:crypto';
import { DateTime, IANAZone } from 'luxon';
import { categoryOf, tagsOf } from './taxonomy';
import { cleanLine, cleanText, shorten } from './text';

const MAX_TITLE = 200;
const MAX_DESCRIPTION = 10_000;
const DEFAULT_LENGTH_HOURS = 2;
/** Longer than any exhibition; beyond it an end date is a typing error. */
const MAX_LENGTH_DAYS = 730;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2200;
const MAX_ID = 200;
const MAX_CITY = 100;
/** A billion of anything. */
const MAX_MINOR = 100_000_000_000;

export interface VenueRecord {
  name: string;
  address: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
}

export interface PriceRecord {
  type: 'FREE' | 'PAID' | 'DONATION';
  /** Integer minor units; null where the publisher names no amount. */
  minMinor: number | null;
  maxMinor: number | null;
  currency: string | null;
}

/** One event as the importer understood it. */
export interface EventRecord {
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  format: 'IN_PERSON' | 'VIRTUAL' | 'HYBRID';
  categorySlug: string;
  tags: string[];
  venue: VenueRecord | null;
  price: PriceRecord;
  imageUrl: string | null;
  organizer: { name: string; url: string | null } | null;
  externalUrl: string | null;
  /** The publisher's own id, or else made from title, place and start before any moving of the calendar. */
  externalId: string;
}

export type Reading = { event: EventRecord; /** What was mended on the way. */ notes: string[] } | { reason: string };

export interface ReaderOptions {
  /** Zone for times that come without an offset, and the zone the events are told in. */
  timezone: string;
  /** Moves every event by so many days, keeping its wall-clock time. */
  shiftDays?: number;
}

type Node = Record<string, unknown>;

/** Reads one schema.org Event record. Never throws: what cannot be read is told as a reason a person can act on. */
export function readEvent(record: Node, { timezone, shiftDays = 0 }: ReaderOptions): Reading {
  const notes: string[] = [];
  const title = shorten(cleanLine(text(record.name)), MAX_TITLE);
  if (!title) return { reason: 'name is missing' };
  const times = readTimes(record, timezone, notes);
  if ('reason' in times) return times;
  const price = readPrice(record, notes);
  const keywords = readKeywords(record.keywords);
  const venue = readVenue(record.location, notes);
  const move = (time: DateTime) => time.plus({ days: shiftDays }).toJSDate();
  return {
    notes,
    event: {
      title,
      description: shorten(cleanText(text(record.description)), MAX_DESCRIPTION),
      startsAt: move(times.start),
      endsAt: move(times.end),
      timezone,
      format: readFormat(record, keywords),
      categorySlug: categoryOf(keywords),
      tags: tagsOf(keywords),
      venue,
      price,
      imageUrl: url(first(record.image)),
      organizer: readOrganizer(record.organizer),
      externalUrl: url(record.url),
      externalId: ownId(record) || fingerprint(title, venue?.name ?? '', times.start),
    },
  };
}

function readTimes(record: Node, timezone: string, notes: string[]): { start: DateTime; end: DateTime } | { reason: string } {
  if (!IANAZone.isValidZone(timezone)) return { reason: `${timezone} is no IANA time zone` };
  const start = DateTime.fromISO(text(record.startDate), { zone: timezone });
  if (!text(record.startDate)) return { reason: 'startDate is missing' };
  if (!start.isValid) return { reason: `startDate is no ISO 8601 time: ${quoted(record.startDate)}` };
  if (!isPlannable(start)) return { reason: `startDate is not between ${EARLIEST_YEAR} and ${LATEST_YEAR}: ${quoted(record.startDate)}` };
  const assumed = start.plus({ hours: DEFAULT_LENGTH_HOURS });
  if (!text(record.endDate)) {
    notes.push(`endDate is missing: ${DEFAULT_LENGTH_HOURS} hours assumed`);
    return { start, end: assumed };
  }
  const end = DateTime.fromISO(text(record.endDate), { zone: timezone });
  if (!end.isValid) return { reason: `endDate is no ISO 8601 time: ${quoted(record.endDate)}` };
  if (!isPlannable(end)) return { reason: `endDate is not between ${EARLIEST_YEAR} and ${LATEST_YEAR}: ${quoted(record.endDate)}` };
  if (end <= start) {
    // A night that ends after midnight is often published with the date of its evening.
    const nextDay = end.plus({ days: 1 });
    const mended = nextDay > start && nextDay.diff(start, 'hours').hours <= 24 ? nextDay : assumed;
    notes.push('endDate is not after startDate: mended');
    return { start, end: mended };
  }
  if (end.diff(start, 'days').days > MAX_LENGTH_DAYS) return { reason: `endDate is more than ${MAX_LENGTH_DAYS} days after startDate` };
  return { start, end };
}

/** At the ends of what a date can be, arithmetic fails; written so that what is not a number is refused too. */
const isPlannable = ({ year }: DateTime): boolean => year >= EARLIEST_YEAR && year <= LATEST_YEAR;

function readPrice(record: Node, notes: string[]): PriceRecord {
  const offers = list(record.offers).filter(isNode);
  const amounts = offers.flatMap((offer) => [offer.price, offer.lowPrice, offer.highPrice]).flatMap((value) => amount(value));
  const currency = offers.map((offer) => text(offer.priceCurrency).toUpperCase()).find((code) => /^[A-Z]{3}$/.test(code)) ?? null;
  if (record.isAccessibleForFree === true || (amounts.length > 0 && amounts.every((value) => value === 0))) {
    return { type: 'FREE', minMinor: null, maxMinor: null, currency: null };
  }
  if (amounts.length === 0) {
    notes.push('no price is named');
    return { type: 'PAID', minMinor: null, maxMinor: null, currency: null };
  }
  if (!currency) {
    notes.push('the price has no currency: left out');
    return { type: 'PAID', minMinor: null, maxMinor: null, currency: null };
  }
  return { type: 'PAID', minMinor: Math.min(...amounts), maxMinor: Math.max(...amounts), currency };
}

/** Minor units of an amount that may be written `15`, `"15.00"`, `"$15"` or `"15-20"`; nothing where there is no number, or none that can be a price. */
function amount(value: unknown): number[] {
  const written = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.slice(0, MAX_ID) : '';
  return [...written.replace(/,(?=\d{3}\b)/g, '').matchAll(/\d+(?:[.,]\d{1,2})?/g)]
    .map((match) => Math.round(Number(match[0].replace(',', '.')) * 100))
    .filter((minor) => minor <= MAX_MINOR);
}

function readVenue(location: unknown, notes: string[]): VenueRecord | null {
  const place = list(location).find((candidate) => isNode(candidate) && !/VirtualLocation$/.test(text(candidate['@type'])));
  if (typeof first(location) === 'string')
    return { name: shorten(cleanLine(text(first(location))), MAX_TITLE), address: null, city: null, latitude: null, longitude: null };
  if (!isNode(place)) return null;
  const address = isNode(place.address) ? place.address : null;
  const street = cleanLine(text(address ? address.streetAddress : place.address)) || null;
  const name = cleanLine(text(place.name)) || street;
  if (!name) return null;
  const geo = isNode(place.geo) ? place.geo : {};
  const [latitude, longitude] = [coordinate(geo.latitude, 90), coordinate(geo.longitude, 180)];
  const located = latitude !== null && longitude !== null && !(latitude === 0 && longitude === 0);
  if (!located) notes.push('the place has no coordinates');
  return {
    name: shorten(name, MAX_TITLE),
    address: street && shorten(street, 300),
    city: shorten(cleanLine(text(address?.addressLocality)), MAX_CITY) || null,
    latitude: located ? latitude : null,
    longitude: located ? longitude : null,
  };
}

function coordinate(value: unknown, limit: number): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : NaN;
  return Number.isFinite(number) && Math.abs(number) <= limit ? number : null;
}

function readFormat(record: Node, keywords: readonly string[]): EventRecord['format'] {
  const mode = text(record.eventAttendanceMode);
  if (/MixedEventAttendanceMode$/.test(mode)) return 'HYBRID';
  if (/OnlineEventAttendanceMode$/.test(mode) || keywords.some((keyword) => /virtual|online/i.test(keyword))) return 'VIRTUAL';
  return 'IN_PERSON';
}

const readKeywords = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(text) : text(value).split(',')).map((keyword) => cleanLine(keyword)).filter(Boolean);

function readOrganizer(value: unknown): EventRecord['organizer'] {
  const organizer = first(value);
  const name = cleanLine(isNode(organizer) ? text(organizer.name) : text(organizer));
  return name ? { name: shorten(name, 100), url: isNode(organizer) ? url(organizer.url) : null } : null;
}

/** A web address as browsers would send it (spaces encoded), or null. */
function url(value: unknown): string | null {
  const address = isNode(value) ? text(value.url) : text(value);
  if (!address || address.length > 2_048 || !URL.canParse(address)) return null;
  const parsed = new URL(address);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
}

/** The publisher's own id; one that is too long to be kept is kept as its hash. */
function ownId(record: Node): string {
  const id = cleanLine(text(record['@id'] ?? record.identifier));
  return id.length <= MAX_ID ? id : createHash('sha256').update(id).digest('hex');
}

const quoted = (value: unknown): string => shorten(cleanLine(text(value)), 40);

const fingerprint = (title: string, place: string, start: DateTime) =>
  createHash('sha256').update([title.toLowerCase(), place.toLowerCase(), start.toUTC().toISO()].join('\n')).digest('hex').slice(0, 32);

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);
const first = (value: unknown): unknown => list(value)[0];
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
