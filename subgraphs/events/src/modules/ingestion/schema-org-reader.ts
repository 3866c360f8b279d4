import { createHash } from 'node:crypto';
import { IANAZone, type DateTime } from 'luxon';
import { readPlace, type PlaceRecord, type VenueRecord } from './schema-org-place';
import { readPrice, type PriceRecord } from './schema-org-price';
import { readTimes, startIn, timeText } from './schema-org-times';
import { allWords, first, isNode, list, termOf, typesOf, webAddress, words, type Node } from './schema-org-values';
import { zoneOf } from './schema-org-zone';
import { categoryOf, tagsOf } from './taxonomy';
import { cleanLine, cleanText, shorten } from './text';

const MAX_TITLE = 200;
const MAX_DESCRIPTION = 10_000;
const MAX_ID = 200;
const MAX_CAPACITY = 1_000_000;
const MAX_NAME = 100;
const MAX_PERFORMERS = 50;

export type { PriceRecord, VenueRecord };

/** One event as the importer understood it. */
export interface EventRecord {
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  format: 'IN_PERSON' | 'VIRTUAL' | 'HYBRID';
  /** Where it is watched; null with IN_PERSON. */
  onlineUrl: string | null;
  categorySlug: string;
  tags: string[];
  venue: VenueRecord | null;
  price: PriceRecord;
  capacity: number | null;
  imageUrl: string | null;
  organizer: { name: string; url: string | null } | null;
  /** Each name once, in the order of the record. */
  performers: { name: string; url: string | null }[];
  /** Without what campaigns add to it. */
  externalUrl: string | null;
  /** The publisher's own id, or else made from title, place and start before any moving of the calendar. */
  externalId: string;
  /** Under which other ids it was told before it was put off; for records without an id of their own. */
  formerIds: string[];
  /** The page that names it, for records without an id of their own: `externalUrl`. */
  page: string | null;
  /** SCHEDULED: also put off to a new date, or moved on line. POSTPONED: without a new date. */
  status: 'SCHEDULED' | 'CANCELLED' | 'POSTPONED';
}

export type Reading =
  | {
      event: EventRecord;
      /** What was mended or left out on the way. */
      notes: string[];
      /** Properties that are told and not kept. */
      dropped: string[];
    }
  | { reason: string };

export interface ReaderOptions {
  /** Zone for times that come without an offset, and the zone in which an event is told that names none of its own. */
  timezone: string;
  /** Moves every event by so many days, keeping its wall-clock time. */
  shiftDays?: number;
}

/** Reads one schema.org Event record. Never throws: what cannot be read is told as a reason a person can act on. */
export function readEvent(record: Node, { timezone, shiftDays = 0 }: ReaderOptions): Reading {
  const notes: string[] = [];
  const types = typesOf(record);
  const broadcast = types.find((type) => BROADCASTS.includes(type));
  if (broadcast) return { reason: `a ${broadcast} is nothing that people go to` };
  if (record.isPrivate === true) return { reason: 'its source says that it is private' };
  const title = shorten(cleanLine(words(record.name)), MAX_TITLE);
  if (!title) return { reason: 'name is missing' };
  if (!IANAZone.isValidZone(timezone)) return { reason: `${timezone} is no IANA time zone` };
  const place = readPlace(record.location, notes);
  const zone = zoneFor(record, place, timezone, notes);
  const times = readTimes(record, zone, notes);
  if ('reason' in times) return times;
  const price = readPrice(record, notes);
  const keywords = readKeywords(record.keywords);
  const status = termOf(record.eventStatus);
  const format = readFormat(record, place, status, keywords);
  const dropped = droppedOf(record);
  if (dropped.length > 0) notes.push(`not kept: ${dropped.join(', ')}`);
  const move = (time: DateTime) => time.plus({ days: shiftDays }).toJSDate();
  const fingerprint = (start: DateTime) => fingerprintOf(title, place.knownAs, start);
  const id = ownId(record);
  const previous = startIn({ startDate: record.previousStartDate }, zone);
  const externalUrl = lastingAddress(record.url);
  const description = shorten(cleanText(words(record.description)), MAX_DESCRIPTION);
  return {
    notes,
    dropped,
    event: {
      title,
      description,
      startsAt: move(times.start),
      endsAt: move(times.end),
      timezone: zone,
      format,
      onlineUrl: format === 'IN_PERSON' ? null : place.onlineUrl,
      categorySlug: categoryOf({ title, description, keywords, types }, words(record.category)),
      tags: tagsOf(keywords),
      venue: status === 'EventMovedOnline' ? null : place.venue,
      price,
      capacity: readCapacity(record, format),
      imageUrl: webAddress(record.image),
      organizer: readOrganizer(record.organizer),
      performers: readPerformers(record, notes),
      externalUrl,
      externalId: id || fingerprint(times.start),
      formerIds: previous && !id ? [fingerprint(previous)] : [],
      page: id ? null : externalUrl,
      status: status === 'EventCancelled' ? 'CANCELLED' : status === 'EventPostponed' ? 'POSTPONED' : 'SCHEDULED',
    },
  };
}

/** Programmes and publications: schema.org counts them as events, nobody goes there. */
const BROADCASTS = ['BroadcastEvent', 'OnDemandEvent', 'PublicationEvent', 'DeliveryEvent'];

function zoneFor(record: Node, { country }: PlaceRecord, timezone: string, notes: string[]): string {
  const start = startIn(record, timezone);
  if (!start) return timezone;
  const zone = zoneOf({ record, country, timezone, start: timeText(record.startDate), moment: start.toMillis() });
  if (zone !== timezone) notes.push(`told in ${zone}`);
  return zone;
}

function readFormat(record: Node, place: PlaceRecord, status: string, keywords: readonly string[]): EventRecord['format'] {
  const mode = termOf(record.eventAttendanceMode);
  if (status === 'EventMovedOnline') return 'VIRTUAL';
  if (mode === 'MixedEventAttendanceMode') return 'HYBRID';
  if (mode === 'OnlineEventAttendanceMode') return 'VIRTUAL';
  if (place.online && !place.venue) return 'VIRTUAL';
  if (mode === 'OfflineEventAttendanceMode') return 'IN_PERSON';
  if (place.online) return 'HYBRID';
  return keywords.some((keyword) => /virtual|online/i.test(keyword)) ? 'VIRTUAL' : 'IN_PERSON';
}

function readCapacity(record: Node, format: EventRecord['format']): number | null {
  const own = { IN_PERSON: record.maximumPhysicalAttendeeCapacity, VIRTUAL: record.maximumVirtualAttendeeCapacity, HYBRID: undefined }[
    format
  ];
  const places = Number(words(record.maximumAttendeeCapacity) || words(own) || NaN);
  return Number.isInteger(places) && places >= 1 && places <= MAX_CAPACITY ? places : null;
}

const readKeywords = (value: unknown): string[] =>
  allWords(value)
    .flatMap((keyword) => (Array.isArray(value) ? [keyword] : keyword.split(',')))
    .map((keyword) => cleanLine(keyword))
    .filter(Boolean);

function readOrganizer(value: unknown): EventRecord['organizer'] {
  const organizer = first(value);
  const name = cleanLine(isNode(organizer) && organizer.name !== undefined ? words(organizer.name) : words(organizer));
  return name ? { name: shorten(name, MAX_NAME), url: isNode(organizer) ? webAddress(organizer) : null } : null;
}

/** Names, or nodes with a name; `performers` and `actor` are older words for the same. */
function readPerformers(record: Node, notes: string[]): EventRecord['performers'] {
  const told = [record.performer, record.performers, record.actor].flatMap(list).flatMap((one) => {
    const name = cleanLine(isNode(one) && one.name !== undefined ? words(one.name) : words(one));
    return name && !/^https?:/i.test(name) ? [{ name: shorten(name, MAX_NAME), url: isNode(one) ? webAddress(one) : null }] : [];
  });
  const keys = told.map(({ name }) => name.toLowerCase());
  const each = told.filter((_, at) => keys.indexOf(keys[at]!) === at);
  if (each.length > MAX_PERFORMERS) notes.push(`kept ${MAX_PERFORMERS} of ${each.length} performers`);
  return each.slice(0, MAX_PERFORMERS);
}

/** What publishers tell and an event here has no field for. */
const NOT_KEPT = ['typicalAgeRange', 'inLanguage', 'doorTime', 'remainingAttendeeCapacity', 'eventSchedule'];

const droppedOf = (record: Node): string[] =>
  NOT_KEPT.filter((name) => list(record[name]).some((value) => isNode(value) || words(value) !== ''));

/** Added by campaigns and social networks: two addresses that differ in nothing else are one page. */
const CAMPAIGN = /^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|msclkid)$/i;

export function lastingAddress(value: unknown): string | null {
  const address = webAddress(value);
  if (!address) return null;
  const parsed = new URL(address);
  const names = [...parsed.searchParams.keys()].filter((name) => CAMPAIGN.test(name));
  if (names.length === 0) return address;
  for (const name of names) parsed.searchParams.delete(name);
  return parsed.href;
}

/** The publisher's own id, empty where there is none; one that is too long to be kept is kept as its hash. */
export function ownId(record: Node): string {
  const identifier = first(record.identifier);
  const written = words(record['@id']) || words(identifier) || (isNode(identifier) ? words(identifier.value) : '');
  const id = cleanLine(written);
  return id.length <= MAX_ID ? id : createHash('sha256').update(id).digest('hex');
}

const fingerprintOf = (title: string, place: string, start: DateTime) =>
  createHash('sha256').update([title.toLowerCase(), place.toLowerCase(), start.toUTC().toISO()].join('\n')).digest('hex').slice(0, 32);
