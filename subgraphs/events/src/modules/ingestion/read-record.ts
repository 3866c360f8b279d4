import type { ToldRecord } from './import.types';
import { lastingAddress, readEvent, type ReaderOptions, type Reading } from './schema-org-reader';
import { words } from './schema-org-values';
import { cleanLine, shorten } from './text';

/** A record of a document, and what the reader understands of it. */
export interface ReadRecord {
  index: number;
  name: string;
  told: ToldRecord;
  reading: Reading;
  /** Its page is the page of no other record of the document. */
  hasOwnPage: boolean;
}

export const readRecord = (
  index: number,
  record: Record<string, unknown>,
  { timezone, shiftDays = 0 }: ReaderOptions,
  hasOwnPage: boolean,
): ReadRecord => ({
  index,
  name: shorten(cleanLine(words(record.name)), 200),
  told: { record, timezone, shiftDays },
  reading: readEvent(record, { timezone, shiftDays }),
  hasOwnPage,
});

/** Address of the page that is about the event; null without one. */
export const pageOf = (record: Record<string, unknown>): string | null => lastingAddress(record.url);
