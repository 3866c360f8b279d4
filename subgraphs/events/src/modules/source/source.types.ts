import type { EventSource } from '../../generated/prisma/client';
import type { CsvMapping } from '../ingestion/csv-document';
import type { ImportOutcome } from '../ingestion/import.types';

export type SourceCounts = Record<ImportOutcome, number> & { CALLED_OFF: number };

/** A source as its owner sees it; its secrets stay where they are. */
export type SourceRow = Omit<EventSource, 'mapping' | 'counts'> & { mapping: CsvMapping | null; counts: SourceCounts | null };

/** What is kept with a sync from when it was asked for. */
export interface SyncInput {
  sourceId: string;
  /** Read even where the address says that nothing has changed. */
  whole: boolean;
  /** As of an import: how it reads what it has kept. */
  timezone: string;
  shiftDays: 0;
}

/** By what an address is asked next time whether anything has changed. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
  documentHash: string | null;
}

/** READING: pages of it are kept. TAKING_IN: records become events. CALLING_OFF: what is not told any more. UNCHANGED: it says the same. */
export interface SyncCheckpoint {
  stage: 'READING' | 'TAKING_IN' | 'CALLING_OFF' | 'UNCHANGED' | 'DONE';
  /** Where the next page of the listing begins. */
  page: string | null;
  found: number;
  next: number;
  counts: Record<ImportOutcome, number>;
  calledOff: number;
  /** Too much is missing: nothing is called off before another sync says the same. */
  isHeldBack: boolean;
  notes: string[];
  validators: Validators;
}
