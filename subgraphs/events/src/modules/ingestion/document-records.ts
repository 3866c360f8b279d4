import { invalidInput } from '@marquee/platform';
import { eventRecords, UnreadableDocument } from './schema-org-document';

/** The event records of a document that somebody sent, at most so many; refuses what cannot be read. */
export function recordsOf(jsonLd: string, most: number): Record<string, unknown>[] {
  try {
    const records = eventRecords(jsonLd);
    if (records.length <= most) return records;
    throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${most} at once.`);
  } catch (error) {
    if (error instanceof UnreadableDocument) throw invalidInput('jsonLd', error.message);
    throw error;
  }
}
