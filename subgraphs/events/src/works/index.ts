import type { Work } from '../context';
import { exportEvents } from './export-events';
import { exportGuests } from './export-guests';
import { importEvents } from './import-events';
import { syncSource } from './sync-source';

/** Work that takes longer than a request, one file a kind. */
export const works: readonly Work<never, never>[] = [exportEvents, exportGuests, importEvents, syncSource];
