import type { FoundRecord } from './found-record.types';
import type { ToldRecord } from './import.types';
import { lastingAddress, ownId, readEvent, type ReaderOptions, type Reading } from './schema-org-reader';
import { words } from './schema-org-values';
import { cleanLine, shorten } from './text';

/** What the report says of a record beside its fate. */
export type Found = Pick<FoundRecord, 'line' | 'dropped' | 'notes'>;

/** A record of a document, and what the reader understands of it. */
export interface ReadRecord {
  index: number;
  name: string;
  /** The publisher's own id; empty where it has none. */
  ownId: string;
  told: ToldRecord;
  reading: Reading;
  found: Found;
  /** Its page is the page of no other record of the document. */
  hasOwnPage: boolean;
}

const NOWHERE: Found = { line: null, dropped: [], notes: [] };

export function readRecord(
  index: number,
  record: Record<string, unknown>,
  { timezone, shiftDays = 0 }: ReaderOptions,
  hasOwnPage: boolean,
  found: Found = NOWHERE,
): ReadRecord {
  const reading = readEvent(record, { timezone, shiftDays });
  const dropped = [...new Set([...found.dropped, ...('dropped' in reading ? reading.dropped : [])])];
  return {
    index,
    name: shorten(cleanLine(words(record.name)), 200),
    ownId: ownId(record),
    told: { record, timezone, shiftDays },
    reading,
    found: { ...found, dropped },
    hasOwnPage,
  };
}

/** Address of the page that is about the event; null without one. */
export const pageOf = (record: Record<string, unknown>): string | null => lastingAddress(record.url);
