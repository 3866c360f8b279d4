import { calendarRecords } from './calendar-document';
import { csvRecords, type CsvMapping } from './csv-document';
import type { FoundRecord, Window } from './found-record.types';
import { scriptsOf } from './html-document';
import { lineOf, putOnLine } from './json-lines';
import { eventRecords, MAX_RECORDS, UnreadableDocument } from './schema-org-document';
import { repeated } from './schema-org-schedule';

/** SCHEMA_ORG: JSON-LD, alone or in a page of HTML. */
export type DocumentFormat = 'SCHEMA_ORG' | 'ICALENDAR' | 'CSV';

export interface EventDocument {
  format: DocumentFormat;
  text: string;
  timezone: string;
  mapping: CsvMapping | null;
  /** When it is read: events that repeat are told for eight weeks from then. */
  now: Date;
}

const WEEK = 7 * 86_400_000;
/** As far as series of one's own are made. */
const AHEAD = 8 * WEEK;

/** Up to here a document is read where it was sent. */
const SMALL = 200_000;
/** A rule of repetition, in whatever way its name is written: behind a prefix, or with letters as escapes. */
const MAY_REPEAT = /eventSchedule|\\u/;

/** Does it belong in a thread that can be ended? Rules, and dates by a format of somebody's own, may take a library for ever. */
export const mayTakeLong = ({ format, text, mapping }: EventDocument): boolean =>
  text.length > SMALL || (format === 'CSV' ? Boolean(mapping?.dateFormat) : format !== 'SCHEMA_ORG' || MAY_REPEAT.test(text));

/**
 * The event records of a document, in its order.
 *
 * @throws UnreadableDocument with a message for the person who sent it
 */
export function recordsIn({ format, text, timezone, mapping, now }: EventDocument): FoundRecord[] {
  const window: Window = { from: new Date(now.getTime() - WEEK), until: new Date(now.getTime() + AHEAD) };
  if (format === 'ICALENDAR') return calendarRecords(text, timezone, window);
  if (format === 'CSV') return csvRecords(text, mapping, timezone);
  const found = nodesIn(text).flatMap((record) => repeated(record, timezone, window));
  if (found.length > MAX_RECORDS)
    throw new UnreadableDocument(`The document holds ${found.length} events; import at most ${MAX_RECORDS} at once.`);
  return found;
}

function nodesIn(text: string): Record<string, unknown>[] {
  if (!/^\s*</.test(text)) return eventRecords(text);
  const scripts = scriptsOf(text);
  const found = scripts.flatMap(({ text: script, line }) => shifted(script, line - 1));
  if (found.length > 0) return found;
  throw new UnreadableDocument(
    scripts.length > 0 ? 'The page holds no schema.org Event.' : 'The page holds no JSON-LD (script of type application/ld+json).',
  );
}

/** One broken script, or one about the page alone, leaves the others of a page as they are. */
function shifted(script: string, lines: number): Record<string, unknown>[] {
  let records: Record<string, unknown>[];
  try {
    records = eventRecords(script);
  } catch (error) {
    if (error instanceof UnreadableDocument) return [];
    throw error;
  }
  for (const record of records) {
    const line = lineOf(record);
    if (line !== null) putOnLine(record, line + lines);
  }
  return records;
}
