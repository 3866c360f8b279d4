import { join } from 'node:path';
import { HeavyTimeout, invalidInput } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { DocumentReading } from './document.heavy';
import { mayTakeLong, recordsIn, type EventDocument } from './event-document';
import type { FoundRecord } from './found-record.types';
import { UnreadableDocument } from './schema-org-document';

const READING = join(__dirname, 'document.heavy.ts');
/** For one document, from when its turn has come. */
const LONGEST_MS = 20_000;
/** Most characters of the records of one document that is sent, each with what it names by `@id` or has from the node around it. */
const MOST_CHARACTERS = 5_000_000;
/** The event records of a document that somebody sent, at most so many; refuses what cannot be read, and what is larger than it looks. */
export async function recordsSent(
  kept: Kept,
  document: EventDocument,
  { path, most, of }: { path: string; most: number; of: string },
): Promise<FoundRecord[]> {
  try {
    const records = await recordsOfDocument(kept, document, { mostCharacters: MOST_CHARACTERS, of });
    if (records.length > most) throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${most} at once.`);
    return records;
  } catch (error) {
    if (error instanceof UnreadableDocument) throw invalidInput(path, error.message);
    throw error;
  }
}

/**
 * The event records of a document. What may take long, a calendar or a large document, is read in a thread, and not for ever. Records share what
 * they refer to, and are written each with it: `mostCharacters` bounds what that comes to. `of`: whose it is; people take turns.
 *
 * @throws UnreadableDocument with a message for the person whose document it is
 */
export async function recordsOfDocument(
  { heavy }: Kept,
  document: EventDocument,
  { mostCharacters, of, signal }: { mostCharacters: number; of: string; signal?: AbortSignal },
): Promise<FoundRecord[]> {
  const records = mayTakeLong(document) ? await readInThread(heavy, document, of, signal) : recordsIn(document);
  const written = records.map(({ record }) => record);
  if (charactersLeft(mostCharacters, written) < 0)
    throw new UnreadableDocument(`Its events hold more than ${mostCharacters / 1_000_000} MB, each with what it refers to.`);
  return records;
}

async function readInThread(
  heavy: Kept['heavy'],
  document: EventDocument,
  of: string,
  signal: AbortSignal | undefined,
): Promise<FoundRecord[]> {
  try {
    const options = { of, longestMs: LONGEST_MS, ...(signal ? { signal } : {}) };
    const reading = await heavy.run<EventDocument, DocumentReading, never>(READING, document, options);
    if ('unreadable' in reading) throw new UnreadableDocument(reading.unreadable);
    return reading.records;
  } catch (error) {
    if (error instanceof HeavyTimeout) throw new UnreadableDocument('The document takes too long to read.');
    throw error;
  }
}

/** What is left of so many characters when this is written as JSON. Stops when nothing is: records share parts, which are written with each. */
function charactersLeft(characters: number, value: unknown): number {
  if (typeof value === 'string') return characters - value.length - 3;
  if (typeof value !== 'object' || value === null) return characters - 5;
  let left = characters - 2;
  for (const [name, part] of Object.entries(value)) {
    if (left < 0) break;
    left = charactersLeft(left - name.length - 3, part);
  }
  return left;
}
