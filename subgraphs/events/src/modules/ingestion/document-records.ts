import { invalidInput } from '@marquee/platform';
import { eventRecords, UnreadableDocument } from './schema-org-document';

/** Most characters of the records of one document, each with what it names by `@id` or has from the node around it. */
const MOST_CHARACTERS = 5_000_000;

/** The event records of a document that somebody sent, at most so many; refuses what cannot be read, and what is larger than it looks. */
export function recordsOf(jsonLd: string, most: number): Record<string, unknown>[] {
  try {
    const records = eventRecords(jsonLd);
    if (records.length > most) throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${most} at once.`);
    if (leftOf(MOST_CHARACTERS, records) < 0)
      throw new UnreadableDocument(`Its events hold more than ${MOST_CHARACTERS / 1_000_000} MB, each with what it refers to.`);
    return records;
  } catch (error) {
    if (error instanceof UnreadableDocument) throw invalidInput('jsonLd', error.message);
    throw error;
  }
}

/** What is left of so many characters when this is written as JSON. Stops when nothing is: records share parts, which are written with each. */
function leftOf(characters: number, value: unknown): number {
  if (typeof value === 'string') return characters - value.length - 3;
  if (typeof value !== 'object' || value === null) return characters - 5;
  let left = characters - 2;
  for (const [name, part] of Object.entries(value)) {
    if (left < 0) break;
    left = leftOf(left - name.length - 3, part);
  }
  return left;
}
