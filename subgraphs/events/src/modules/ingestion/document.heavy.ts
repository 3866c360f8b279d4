import type { HeavyWork } from '@marquee/platform';
import { recordsIn, type EventDocument } from './event-document';
import type { FoundRecord } from './found-record.types';
import { UnreadableDocument } from './schema-org-document';

export type DocumentReading = { records: FoundRecord[] } | { unreadable: string };

/** Reads a whole document. */
const read: HeavyWork<EventDocument, DocumentReading> = (document) => {
  try {
    return { records: recordsIn(document) };
  } catch (error) {
    if (error instanceof UnreadableDocument) return { unreadable: error.message };
    throw error;
  }
};
export default read;
