import { parse } from 'csv-parse/sync';
import { DateTime, IANAZone } from 'luxon';
import type { FoundRecord } from './found-record.types';
import { MAX_RECORDS, UnreadableDocument } from './schema-org-document';

/** What a column of a table may tell of an event. */
export const CSV_FIELDS = [
  ...['ID', 'TITLE', 'DESCRIPTION', 'START', 'START_TIME', 'END', 'END_TIME', 'TIMEZONE', 'STATUS', 'VENUE', 'ADDRESS', 'CITY', 'COUNTRY'],
  ...['LATITUDE', 'LONGITUDE', 'ONLINE_URL', 'URL', 'IMAGE_URL', 'PRICE_MIN', 'PRICE_MAX', 'CURRENCY', 'FREE', 'CATEGORY', 'KEYWORDS', 'PERFORMERS', 'ORGANIZER', 'CAPACITY'],
] as const; // prettier-ignore
export type CsvField = (typeof CSV_FIELDS)[number];

/** Which column tells what, and how its dates are written. */
export interface CsvMapping {
  columns: readonly { column: string; field: CsvField }[];
  /** In the tokens of Unicode (`dd/MM/yyyy HH:mm`); null for ISO 8601. */
  dateFormat: string | null;
}

/** Names of columns that say what they are, in lower case without marks. */
const USUAL: Readonly<Record<string, CsvField>> = {
  ...{ id: 'ID', uid: 'ID', externalid: 'ID', eventid: 'ID', title: 'TITLE', name: 'TITLE', event: 'TITLE', eventname: 'TITLE', subject: 'TITLE' },
  ...{ description: 'DESCRIPTION', details: 'DESCRIPTION', summary: 'DESCRIPTION', start: 'START', startsat: 'START', startdate: 'START' },
  ...{ startdatetime: 'START', date: 'START', eventdate: 'START', starttime: 'START_TIME', time: 'START_TIME', end: 'END', endsat: 'END' },
  ...{ enddate: 'END', enddatetime: 'END', endtime: 'END_TIME', timezone: 'TIMEZONE', tz: 'TIMEZONE', status: 'STATUS', venue: 'VENUE' },
  ...{ venuename: 'VENUE', location: 'VENUE', place: 'VENUE', address: 'ADDRESS', venueaddress: 'ADDRESS', street: 'ADDRESS', city: 'CITY' },
  ...{ town: 'CITY', country: 'COUNTRY', latitude: 'LATITUDE', lat: 'LATITUDE', longitude: 'LONGITUDE', lng: 'LONGITUDE', lon: 'LONGITUDE' },
  ...{ onlineurl: 'ONLINE_URL', joinurl: 'ONLINE_URL', url: 'URL', link: 'URL', website: 'URL', image: 'IMAGE_URL', imageurl: 'IMAGE_URL' },
  ...{ price: 'PRICE_MIN', pricemin: 'PRICE_MIN', pricemax: 'PRICE_MAX', currency: 'CURRENCY', free: 'FREE', isfree: 'FREE', tags: 'KEYWORDS' },
  ...{ keywords: 'KEYWORDS', categories: 'KEYWORDS', category: 'CATEGORY', type: 'KEYWORDS', organizer: 'ORGANIZER', organiser: 'ORGANIZER' },
  ...{ host: 'ORGANIZER', capacity: 'CAPACITY', performer: 'PERFORMERS', performers: 'PERFORMERS', artist: 'PERFORMERS', artists: 'PERFORMERS' },
  ...{ speaker: 'PERFORMERS', speakers: 'PERFORMERS', lineup: 'PERFORMERS' },
} as const; // prettier-ignore

type Row = Partial<Record<CsvField, string>>;

/**
 * The events of a table with a line of names (RFC 4180; comma, semicolon or tab), one record a row. Without a mapping the usual names are
 * understood. Columns that tell nothing of an event are named as dropped in each record that fills them.
 *
 * @throws UnreadableDocument with a message for the person who sent it
 */
export function csvRecords(text: string, mapping: CsvMapping | null, timezone: string): FoundRecord[] {
  const { names, rows } = tableOf(text);
  const fields = fieldsOf(names, mapping);
  if (![...fields.values()].includes('TITLE') || ![...fields.values()].includes('START'))
    throw new UnreadableDocument('The table needs a column for the title and one for the start: name them by `columns`.');
  if (rows.length > MAX_RECORDS)
    throw new UnreadableDocument(`The table holds ${rows.length} events; import at most ${MAX_RECORDS} at once.`);
  return rows.map(({ cells, line }) => {
    const row: Row = {};
    const dropped: string[] = [];
    for (const [at, name] of names.entries()) {
      const cell = unguarded(cells[at]?.trim() ?? '');
      const field = fields.get(name);
      if ((field === 'KEYWORDS' || field === 'PERFORMERS') && cell) row[field] = [row[field], cell].filter(Boolean).join(';');
      else if (field && cell) row[field] = cell;
      else if (cell) dropped.push(name);
    }
    const notes: string[] = [];
    return { record: recordOf(row, mapping?.dateFormat ?? null, timezone, notes), line, dropped, notes };
  });
}

function tableOf(text: string): { names: string[]; rows: { cells: string[]; line: number }[] } {
  try {
    const lines = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [head, ...rows] = lines;
    if (!head) throw new UnreadableDocument('The table is empty.');
    return {
      names: head.record.map((name) => name.trim()),
      // The reader tells the line on which a row ends.
      rows: rows.map(({ record, info }) => ({ cells: record, line: info.lines - record.join('').split('\n').length + 1 })),
    };
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    throw new UnreadableDocument(`The document is no table: ${(error as Error).message}`);
  }
}

/** The mark that stands most often in the line of names. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  return [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!;
}

function fieldsOf(names: readonly string[], mapping: CsvMapping | null): Map<string, CsvField> {
  if (!mapping || mapping.columns.length === 0)
    return new Map(names.flatMap((name) => [[name, USUAL[name.toLowerCase().replace(/[^a-z]/g, '')]] as const].filter(hasField)));
  const missing = mapping.columns.find(({ column }) => !names.includes(column));
  if (missing) throw new UnreadableDocument(`The table has no column named ${missing.column}.`);
  return new Map(mapping.columns.map(({ column, field }) => [column, field]));
}

const hasField = (pair: readonly [string, CsvField | undefined]): pair is readonly [string, CsvField] => pair[1] !== undefined;

/** Without the mark that tables put before what a program could take for a formula. */
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

function recordOf(row: Row, dateFormat: string | null, timezone: string, notes: string[]): Record<string, unknown> {
  const zone = row.TIMEZONE && IANAZone.isValidZone(row.TIMEZONE) ? row.TIMEZONE : timezone;
  if (row.TIMEZONE && zone !== row.TIMEZONE) notes.push(`the zone ${row.TIMEZONE} is not known: ${timezone} assumed`);
  const read = (date: string | undefined, time: string | undefined) => timeOf(date, time, dateFormat, zone);
  const end = row.END ?? (row.END_TIME && dayOf(row.START));
  const prices = [row.PRICE_MIN, row.PRICE_MAX].filter((price) => price !== undefined);
  const record = {
    '@type': 'Event',
    '@id': row.ID,
    name: row.TITLE,
    description: row.DESCRIPTION,
    startDate: read(row.START, row.START_TIME),
    endDate: read(end, row.END_TIME),
    scheduleTimezone: row.TIMEZONE && zone,
    eventStatus: statusOf(row.STATUS),
    location: [placeOf(row), row.ONLINE_URL && { '@type': 'VirtualLocation', url: row.ONLINE_URL }].filter(Boolean),
    url: row.URL,
    image: row.IMAGE_URL,
    category: row.CATEGORY,
    keywords: row.KEYWORDS?.split(/[;,|]/).map((word) => word.trim()),
    organizer: row.ORGANIZER && { '@type': 'Organization', name: row.ORGANIZER },
    performer: row.PERFORMERS?.split(/[;|]/).map((name) => name.trim()),
    maximumAttendeeCapacity: row.CAPACITY,
    isAccessibleForFree: row.FREE && /^(true|yes|1|y|free)$/i.test(row.FREE) ? true : undefined,
    offers: prices.length > 0 ? prices.map((price) => ({ price, priceCurrency: row.CURRENCY })) : undefined,
  };
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

/** As ISO 8601 where it can be read, else as it stands: the reader says what is wrong with it. */
function timeOf(date: string | undefined, time: string | undefined, format: string | null, zone: string): string | undefined {
  if (!date) return undefined;
  const written = time ? `${date} ${time}` : date;
  if (!format) return time ? `${dayOf(date)}T${clockOf(time)}` : date;
  const at = DateTime.fromFormat(written, format, { zone, locale: 'en' });
  if (!at.isValid) return written;
  return /[Hh]/.test(format) ? at.toISO({ suppressMilliseconds: true }) : at.toISODate();
}

const dayOf = (date: string | undefined): string => (date ?? '').split(/[T ]/)[0]!;

/** `7:30 pm`, `7pm`, `19:30` as `19:30`. */
function clockOf(time: string): string {
  const [, hours, minutes = '00', half] = /^(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?$/i.exec(time.trim()) ?? [];
  if (!hours) return time;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours);
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

const statusOf = (status: string | undefined): string | undefined =>
  status === undefined ? undefined : /^cancel/i.test(status) ? 'EventCancelled' : /^postpone/i.test(status) ? 'EventPostponed' : undefined;

function placeOf(row: Row): Record<string, unknown> | null {
  if (!row.VENUE && !row.ADDRESS && !row.CITY) return null;
  const address = { '@type': 'PostalAddress', streetAddress: row.ADDRESS, addressLocality: row.CITY, addressCountry: row.COUNTRY };
  const geo = row.LATITUDE && row.LONGITUDE ? { geo: { latitude: row.LATITUDE, longitude: row.LONGITUDE } } : {};
  return { '@type': 'Place', name: row.VENUE, address, ...geo };
}
