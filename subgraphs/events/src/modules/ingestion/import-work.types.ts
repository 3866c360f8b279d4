import type { WorkState } from '@marquee/platform';
import type { LongWork } from '../../generated/prisma/client';
import type { Importer, ImportOutcome } from './import.types';

/** An import that runs as long work. */
export type ImportWorkRow = Omit<LongWork, 'state'> & { state: WorkState };

/** What is kept with it from when it was asked for. */
export interface ImportWorkInput {
  importer: Importer;
  timezone: string;
  shiftDays: number;
  /** Nothing is written: told is what would be. */
  dryRun?: boolean;
  /** Of the records so far. */
  bytes?: number;
}

/** Where the next chunk goes on, and what became of the records before. */
export interface ImportCheckpoint {
  next: number;
  counts: Record<ImportOutcome, number>;
}
