import { once, type After, type IdempotentRequest } from '@marquee/platform';
import type { Database } from '../../db';
import type { Change } from '../event/event.store';
import { importChunk, type ImportLock } from './import.chunk';
import { readEvent, type ReaderOptions } from './schema-org.reader';
import { cleanLine, shorten } from './text';

export type ImportOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'DUPLICATE' | 'SKIPPED';

/** What became of one record. Plain JSON, so that it can be remembered for a request that is repeated. */
export interface RecordOutcome {
  /** In the document. */
  index: number;
  /** As the record has it; empty when it has none. */
  name: string;
  outcome: ImportOutcome;
  /** The event that it became, is, or doubles. */
  eventId: string | null;
  /** Why it is no event of its own. */
  reason: string | null;
  notes: string[];
}

/** Who publishes these events, and what that means for them here. */
export interface ImportSource {
  /** Name of the source; with a record's own id it says which event the record is about. */
  name: string;
  /** Who organises it here, by the organiser's name in the record ('' when it names none). */
  creatorFor(organizerName: string): string;
  /** The id of a new event, where the caller wants a say: by the record's own id. */
  idFor?(externalId: string): string;
  /** Known good: published at once. Otherwise a curator decides first. */
  trusted: boolean;
  /** Take in what is over too, as a record of the past. */
  keepPast: boolean;
}

export interface ImportOptions {
  db: Database;
  runtime: Change['runtime'];
  correlationId: string;
  records: readonly Record<string, unknown>[];
  reader: ReaderOptions;
  source: ImportSource;
  /** Makes the key under which a chunk's outcome is remembered, in the transaction of its effect. */
  remember?: (chunk: number) => IdempotentRequest;
  onProgress?: (done: number, total: number) => void;
  /** How a chunk waits its turn. Only a test passes another way, to show what happens without the lock. */
  lock?: ImportLock;
}

/** Small enough that nobody waits long for its locks, large enough that its statements are few. */
const CHUNK = 100;

/**
 * Takes in the records of one source, a hundred to a transaction. What a chunk wrote stays when a later one fails; importing the same
 * again goes on from there and doubles nothing. Answers one outcome for each record, in order.
 */
export async function importRecords(options: ImportOptions): Promise<RecordOutcome[]> {
  const { db, runtime, correlationId, records, reader, source, remember, onProgress, lock } = options;
  const outcomes: RecordOutcome[] = [];
  /** By the record's own id: what the chunks before have said of it. */
  const earlier = new Map<string, RecordOutcome>();
  for (let chunk = 0; chunk * CHUNK < records.length; chunk++) {
    const from = chunk * CHUNK;
    const read = records.slice(from, from + CHUNK).map((record, position) => ({
      index: from + position,
      name: nameOf(record),
      reading: readEvent(record, reader),
    }));
    const work = (tx: Change['tx'], after: After) =>
      importChunk({ runtime, tx, after, correlationId }, read, source, { earlier, ...(lock ? { lock } : {}) });
    const done = await db.transaction((tx, after) => (remember ? once(tx, remember(chunk), () => work(tx, after)) : work(tx, after)));
    outcomes.push(...done);
    for (const [at, { reading }] of read.entries()) {
      const { eventId } = done[at]!;
      if ('event' in reading && eventId && !earlier.has(reading.event.externalId)) earlier.set(reading.event.externalId, done[at]!);
    }
    onProgress?.(outcomes.length, records.length);
  }
  return outcomes;
}

/** How often each outcome came about. */
export const tally = (outcomes: readonly RecordOutcome[]): Record<ImportOutcome, number> => {
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, DUPLICATE: 0, SKIPPED: 0 };
  for (const { outcome } of outcomes) counts[outcome]++;
  return counts;
};

const nameOf = ({ name }: Record<string, unknown>): string => (typeof name === 'string' ? shorten(cleanLine(name), 200) : '');
