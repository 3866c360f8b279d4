import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';

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
  /** Where it begins in the document, from 1; null where that cannot be told. */
  line: number | null;
  /** What was told of it and is not kept. */
  dropped: string[];
}

/** Who imports, with what lets them: kept with an import that goes on without them. */
export type Importer = Pick<Viewer, 'id' | 'role' | 'permissions'>;

/** Who publishes these events, and what that means for them here. */
export interface ImportSource {
  /** Nothing is written: told is what would be. */
  dryRun?: boolean;
  /** Name of the source; with a record's own id it says which event the record is about. */
  name: string;
  /** Who organises it here, by the organiser's name in the record ('' when it names none). */
  creatorFor(organizerName: string): string;
  /** The id of a new event, where the caller wants a say: by the record's own id. */
  idFor?(externalId: string): string;
  /** Known good: published at once. Otherwise a curator decides first. */
  trusted: boolean;
  /** Refuses more new events than the source may bring now. */
  requireRoom?(step: Step, events: number): Promise<void>;
  /** For whom its events are; null for the organiser alone. */
  organizationId?: string | null;
  /** Take in what is over too, as a record of the past. */
  keepPast: boolean;
}

/** A record as it was sent, and how it was read. */
export interface ToldRecord {
  record: Record<string, unknown>;
  timezone: string;
  shiftDays: number;
}
