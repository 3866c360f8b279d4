import { Keyset } from '@marquee/platform';

/** The `kind` of imports among the long work of this subgraph. */
export const IMPORT_EVENTS = 'import-events';

/** What became of each record, in the order of the document. */
export const importedRecords = new Keyset('importedRecords', { index: 'integer' }, 'least first');
export const importsNewestFirst = new Keyset('importsOf', { createdAt: 'time', id: 'id' }, 'greatest first');
