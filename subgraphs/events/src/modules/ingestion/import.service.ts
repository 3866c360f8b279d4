import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { hashOfDocument } from './document-hash';
import { recordsSent } from './document-records.store';
import { tally } from './import-tally';
import type { ImportEvents } from './import.input';
import type { RecordOutcome } from './import.types';
import { sourceOf } from './import-source.store';
import { importRecords } from './importer.store';

/** Most events that one request may bring. */
const MAX_RECORDS = 500;

export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  duplicates: number;
  skipped: number;
  records: RecordOutcome[];
}

/** Imports that people ask for. */
export class ImportService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async import({ document, path, timezone, shiftDays, dryRun, idempotencyKey }: ImportEvents): Promise<ImportReport> {
    const { viewer, kept } = this.ctx;
    const found = await recordsSent(kept, { ...document, timezone, now: kept.clock.now() }, { path, most: MAX_RECORDS, of: viewer.id });
    const args = { document: hashOfDocument(document), timezone, shiftDays, ...(dryRun ? { dryRun } : {}) };
    const outcomes = await importRecords({
      records: found.map(({ record }) => record),
      found,
      readerFor: () => ({ timezone, shiftDays }),
      source: sourceOf(viewer, dryRun),
      // A key for each chunk: a request that was cut off goes on where it stopped when it is repeated.
      change: (chunk, work) => {
        const key = idempotencyKey && (chunk === 0 ? idempotencyKey : `${idempotencyKey} #${chunk}`);
        const part = { ...args, chunk, idempotencyKey: key };
        return this.ctx.change('importEvents', part, work);
      },
    });
    const { CREATED: created, UPDATED: updated, UNCHANGED: unchanged, DUPLICATE: duplicates, SKIPPED: skipped } = tally(outcomes);
    return { created, updated, unchanged, duplicates, skipped, records: outcomes };
  }

  /** Some of the records of a document, in its order. */
  part(records: readonly RecordOutcome[], first: number, skip: number): RecordOutcome[] {
    if (first < 0 || first > MAX_RECORDS) throw invalidInput('first', `must be between 0 and ${MAX_RECORDS}`);
    if (skip < 0) throw invalidInput('skip', 'must not be negative');
    return records.slice(skip, skip + first);
  }

  async eventOf({ eventId }: RecordOutcome): Promise<EventRow | null> {
    return eventId === null ? null : this.events.byId(eventId);
  }
}
