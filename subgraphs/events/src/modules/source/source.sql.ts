import { Keyset } from '@marquee/platform';

/** The `kind` of long work that reads a source. */
export const SYNC_SOURCE = 'sync-source';

export const sourcesNewestFirst = new Keyset('eventSources', { createdAt: 'time', id: 'id' }, 'greatest first');
