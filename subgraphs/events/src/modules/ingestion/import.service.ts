import { createHash } from 'node:crypto';
import { invalidInput, type Viewer, type z } from '@marquee/platform';
import type { Tools } from '../../context';
import type { EventRow } from '../event/event.row';
import type { VisibleEvents } from '../event/event.visible';
import type { importInput } from './import.input';
import { importRecords, tally, type RecordOutcome } from './importer';
import { eventRecords, UnreadableDocument } from './schema-org.document';

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
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
  ) {}

  /** Each importer is a source of its own: nobody can claim, or change, what somebody else brought. */
  async import({ jsonLd, timezone, shiftDays, idempotencyKey }: z.output<typeof importInput>): Promise<ImportReport> {
    const { db, caller } = this.tools;
    const viewer = this.tools.viewer();
    const records = recordsOf(jsonLd);
    const args = { document: createHash('sha256').update(jsonLd).digest('hex'), timezone, shiftDays };
    const outcomes = await importRecords({
      db,
      runtime: this.tools,
      correlationId: caller.correlationId,
      records,
      reader: { timezone, shiftDays },
      source: { name: `import:${viewer.id}`, creatorFor: () => viewer.id, trusted: isTrusted(viewer), keepPast: false },
      // A key for each chunk: a request that was cut off goes on where it stopped when it is repeated.
      remember: (chunk) => ({
        principal: viewer.id,
        operation: 'importEvents',
        key: idempotencyKey && (chunk === 0 ? idempotencyKey : `${idempotencyKey} #${chunk}`),
        args: { ...args, chunk },
      }),
    });
    const { CREATED: created, UPDATED: updated, UNCHANGED: unchanged, DUPLICATE: duplicates, SKIPPED: skipped } = tally(outcomes);
    return { created, updated, unchanged, duplicates, skipped, records: outcomes };
  }

  async eventOf({ eventId }: RecordOutcome): Promise<EventRow | null> {
    return eventId === null ? null : this.visible.byId(eventId);
  }
}

/** May publish without a curator's word before; see docs/decisions/import.md. */
const isTrusted = (viewer: Viewer): boolean => viewer.role === 'admin' || viewer.permissions.includes('import:events');

function recordsOf(jsonLd: string): Record<string, unknown>[] {
  try {
    const records = eventRecords(jsonLd);
    if (records.length <= MAX_RECORDS) return records;
    throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${MAX_RECORDS} at once.`);
  } catch (error) {
    if (error instanceof UnreadableDocument) throw invalidInput('jsonLd', `${error.message}`);
    throw error;
  }
}
