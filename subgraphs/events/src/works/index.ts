import type { Work } from '../context';
import { exportGuests } from './export-guests';
import { importEvents } from './import-events';
import { syncSource } from './sync-source';

/** Work that takes longer than a request, one file a kind. */
export const works: readonly Work<never, never>[] = [exportGuests, importEvents, syncSource];
