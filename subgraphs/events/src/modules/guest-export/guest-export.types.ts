import type { Viewer, WorkState } from '@marquee/platform';
import type { LongWork } from '../../generated/prisma/client';

/** What is kept with an export from when it was asked for. */
export interface GuestExportInput {
  eventId: string;
  asker: Pick<Viewer, 'id' | 'role' | 'permissions'>;
}

export interface GuestExportResult {
  key: string;
  guests: number;
  expiresAt: string;
}

export type GuestExportRow = Omit<LongWork, 'state'> & { state: WorkState };
