import type { Viewer, WorkState } from '@marquee/platform';
import type { LongWork } from '../../generated/prisma/client';
import type { ErrorCode } from '../../generated/resolvers';
import type { BatchDecision } from './decision-batch.input';

/** What is kept of a batch from when it was sent. */
export interface BatchInput {
  decisions: BatchDecision[];
  /** Of who sent it, for somebody whom nobody has told of. */
  role: Viewer['role'];
}

/** What came of one decision; `refusal` is null where it was made. */
export interface BatchOutcome {
  entryId: string;
  refusal: ErrorCode | null;
  message: string | null;
}

/** Those that were tried, in whatever order. */
export interface BatchProgress {
  outcomes: BatchOutcome[];
}

export type BatchRow = Omit<LongWork, 'state'> & { state: WorkState };
