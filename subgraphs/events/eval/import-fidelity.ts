import type { FoundRecord } from '../src/modules/ingestion/found-record.types';
import { readEvent, type EventRecord } from '../src/modules/ingestion/schema-org-reader';
import { allWords, first, isNode, list, termOf, webAddress, words, type Node } from '../src/modules/ingestion/schema-org-values';
import { cleanLine } from '../src/modules/ingestion/text';

/** What became of one field of one record. */
export interface FieldFate {
  field: string;
  fate: 'kept' | 'changed' | 'dropped';
  /** Why it is not as it was told; empty where it is. */
  reason: string;
}

type Judge = (value: unknown, event: EventRecord, notes: readonly string[]) => Omit<FieldFate, 'field'>;

const KEPT = { fate: 'kept', reason: '' } as const;
const changed = (reason: string) => ({ fate: 'changed' as const, reason });
const dropped = (reason: string) => ({ fate: 'dropped' as const, reason });
const noteOf = (notes: readonly string[], part: RegExp): string | undefined => notes.find((note) => part.test(note));

const text =
  (kept: (event: EventRecord) => string): Judge =>
  (value, event) => {
    const [told, here] = [words(value), kept(event)];
    if (told === here) return KEPT;
    if (here.endsWith('…') && told.length > here.length) return changed('shortened');
    return cleanLine(told) === cleanLine(here) ? changed('markup, blanks or hidden characters taken out') : changed('cleaned');
  };

const address =
  (kept: (event: EventRecord) => string | null): Judge =>
  (value, event) => {
    const here = kept(event);
    if (here === null) return dropped(webAddress(value) === null ? 'no web address' : 'not of this kind of event');
    if (list(value).length > 1) return changed('several are told: the first is taken');
    return words(value) === here || webAddress(value) === here ? KEPT : changed('without what campaigns add');
  };

const time =
  (kept: (event: EventRecord) => Date, mended: RegExp): Judge =>
  (value, event, notes) => {
    const note = noteOf(notes, mended);
    if (note) return changed(note);
    const told = words(value).trim();
    if (!/[T ]\d/.test(told)) return changed('a day without a time: the whole day');
    if (!/(Z|[+-]\d{2}:?\d{2})$/.test(told)) return KEPT;
    return new Date(told).getTime() === kept(event).getTime() ? KEPT : changed('another moment');
  };

const status: Judge = (value, event) => {
  const term = termOf(value);
  if (term === 'EventCancelled' || term === 'EventPostponed') return KEPT;
  return term === 'EventScheduled' || term === 'EventRescheduled' || event.format === 'VIRTUAL' ? KEPT : dropped('no status of schema.org');
};

const location: Judge = (value, { venue, onlineUrl, format }, notes) => {
  if (!venue && !onlineUrl) return dropped(format === 'VIRTUAL' ? 'on line, without an address' : 'no name and no town');
  const note = noteOf(notes, /several places/);
  if (note) return changed(note);
  const place = list(value).find(isNode);
  const known = ['@type', '@id', 'name', 'address', 'geo', 'latitude', 'longitude', 'url', 'contentUrl', 'containedInPlace'];
  const lost = place ? Object.keys(place).filter((name) => !known.includes(name)) : [];
  const parts = isNode(place) && isNode(first(place.address)) ? Object.keys(first(place.address) as Node) : [];
  const unread = parts.filter((name) => ['postalCode', 'addressRegion', 'addressCountry'].includes(name));
  return lost.length + unread.length > 0 ? changed(`without ${[...unread, ...lost].sort().join(', ')}`) : KEPT;
};

const offers: Judge = (value, { price }) => {
  if (price.type === 'UNKNOWN') return dropped('no price can be read');
  if (price.type === 'FREE' || price.type === 'DONATION') return KEPT;
  if (price.minMinor === null) return changed('costs something: how much cannot be read');
  return list(value).length > 1 ? changed('several offers: lowest and highest are taken') : KEPT;
};

const keywords: Judge = (value, { tags }) => {
  const told = allWords(value).flatMap((word) => (Array.isArray(value) ? [word] : word.split(',')));
  if (tags.length === 0) return dropped('no words');
  return tags.length < new Set(told.map((word) => word.toLowerCase())).size ? changed('at most ten, each once') : KEPT;
};

const performers: Judge = (value, { performers: kept }, notes) => {
  if (kept.length === 0) return dropped('no name');
  if (notes.some((note) => note.endsWith('performers'))) return changed('the first fifty');
  const more = list(value).some((one) => isNode(one) && Object.keys(one).some((name) => !['@type', '@id', 'name', 'url'].includes(name)));
  return more ? changed('names and addresses alone') : KEPT;
};

const capacity: Judge = (_value, event) => (event.capacity === null ? dropped('no whole number from 1 to 1,000,000') : KEPT);

const JUDGES: Readonly<Record<string, Judge>> = {
  name: text(({ title }) => title),
  description: text(({ description }) => description),
  startDate: time(({ startsAt }) => startsAt, /^$/),
  endDate: time(({ endsAt }) => endsAt, /^endDate/),
  duration: () => KEPT,
  scheduleTimezone: () => KEPT,
  location,
  offers,
  keywords,
  category: (value, { categorySlug }) => (words(value) === categorySlug ? KEPT : dropped('no category of ours')),
  eventStatus: status,
  eventAttendanceMode: () => KEPT,
  isAccessibleForFree: (_value, { price }) => (price.type === 'UNKNOWN' ? dropped('no price can be read') : KEPT),
  maximumAttendeeCapacity: capacity,
  maximumPhysicalAttendeeCapacity: capacity,
  maximumVirtualAttendeeCapacity: capacity,
  image: address(({ imageUrl }) => imageUrl),
  url: address(({ externalUrl }) => externalUrl),
  organizer: (_value, { organizer }) =>
    organizer ? changed('its name says whose it is in the report; nothing else of it') : dropped('no name'),
  performer: performers,
  performers,
  actor: performers,
  identifier: () => KEPT,
  previousStartDate: () => KEPT,
};

/** What became of everything that a record tells. A field that it does not tell is in no count. */
export function fatesOf({ record, dropped: unsaid }: FoundRecord, timezone: string): FieldFate[] {
  const reading = readEvent(record, { timezone });
  const told = Object.entries(record).filter(([name, value]) => !name.startsWith('@') && isTold(value));
  const outside = unsaid.map((field): FieldFate => ({ field, ...dropped('no word for it in schema.org') }));
  if ('reason' in reading) {
    const reason = `the record is left out: ${reading.reason.replace(/: .*/, '')}`;
    return [...told.map(([field]): FieldFate => ({ field, ...dropped(reason) })), ...outside];
  }
  const { event, notes } = reading;
  return [
    ...told.map(([field, value]): FieldFate => ({
      field,
      ...(JUDGES[field]?.(value, event, notes) ?? dropped('an event here has no field for it')),
    })),
    ...outside,
  ];
}

const isTold = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  list(value).some((item) => typeof item === 'number' || (isNode(item) ? Object.keys(item).length > 0 : words(item) !== ''));
