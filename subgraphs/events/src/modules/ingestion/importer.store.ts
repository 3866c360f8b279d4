import type { Step } from '../../context';
import { importChunk } from './import-chunk.store';
import type { ImportSource, RecordOutcome } from './import.types';
import { pageOf, readRecord, type Found } from './read-record';
import type { ReaderOptions } from './schema-org-reader';

export interface ImportOptions {
  records: readonly Record<string, unknown>[];
  /** How to read each. */
  readerFor(record: Record<string, unknown>): ReaderOptions;
  /** What the report says of each beside its fate, where the document tells it. */
  found?: readonly Found[];
  source: ImportSource;
  /** Opens the transaction of a chunk: the change of a request, which remembers its outcome, or a step of its own. */
  change(chunk: number, work: (step: Step) => Promise<RecordOutcome[]>): Promise<RecordOutcome[]>;
  onProgress?: (done: number, total: number) => void;
}

/** Small enough that nobody waits long for its locks, large enough that its statements are few. */
export const CHUNK = 100;

/**
 * Takes in the records of one source, a hundred to a transaction. What a chunk wrote stays when a later one fails; importing the same
 * again goes on from there and doubles nothing. Returns one outcome for each record, in order.
 */
export async function importRecords({ records, found, readerFor, source, change, onProgress }: ImportOptions): Promise<RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  /** By the record's own id: what the chunks before have said of it. */
  const earlier = new Map<string, RecordOutcome>();
  const pages = countPages(records);
  for (let chunk = 0; chunk * CHUNK < records.length; chunk++) {
    const from = chunk * CHUNK;
    const read = records
      .slice(from, from + CHUNK)
      .map((record, position) =>
        readRecord(from + position, record, readerFor(record), pages.get(pageOf(record)) === 1, found?.[from + position]),
      );
    const done = await change(chunk, (step) => importChunk(step, read, source, earlier));
    outcomes.push(...done);
    for (const [at, { reading }] of read.entries()) {
      const { eventId } = done[at]!;
      if ('event' in reading && eventId && !earlier.has(reading.event.externalId)) earlier.set(reading.event.externalId, done[at]!);
    }
    onProgress?.(outcomes.length, records.length);
  }
  return outcomes;
}

function countPages(records: readonly Record<string, unknown>[]): ReadonlyMap<string | null, number> {
  const pages = new Map<string | null, number>();
  for (const record of records) {
    const page = pageOf(record);
    if (page !== null) pages.set(page, (pages.get(page) ?? 0) + 1);
  }
  return pages;
}
