import { join } from 'node:path';
import type { Work } from '../context';
import { nextRecords } from '../modules/ingestion/import-work.store';
import { CHUNK } from '../modules/ingestion/importer.store';
import type { ReadRecord } from '../modules/ingestion/read-record';
import type { RecordsToRead } from '../modules/ingestion/records.heavy';
import { callOffMissing } from '../modules/source/source-missing.store';
import { sourceFault } from '../modules/source/source.refusals';
import { requireSource, sourceById } from '../modules/source/source.store';
import { AT_FIRST, endSync, keepPage, takeIn } from '../modules/source/source-sync.store';
import type { SyncCheckpoint, SyncInput } from '../modules/source/source.types';

const READING = join(__dirname, '../modules/ingestion/records.heavy.ts');

/**
 * Reads a source: all of it first, a page at a time; then takes in what it tells, a chunk at a time; then calls off what it tells no more. A
 * source that could not be read to its end changes nothing.
 */
export const syncSource: Work<SyncInput, SyncCheckpoint> = {
  name: 'sync-source',
  async run({ kept, id, owner, input: { sourceId, whole, timezone, shiftDays }, checkpoint, signal, chunk }) {
    let at = checkpoint ?? AT_FIRST;
    const most = Math.min(CHUNK, kept.settings.NEW_ACCOUNT_IMPORTED_EVENTS);
    const written = (next: SyncCheckpoint) => ({ checkpoint: next, done: next.next, total: next.found });
    while (at.stage === 'READING') {
      const source = await sourceById(kept.db, sourceId);
      if (!source) throw sourceFault('The source is gone.');
      const page = await kept.sources.read(source, at.page, whole, signal);
      const before = at;
      at = await chunk(async (change) => {
        await requireSource(change, sourceId);
        return written(page ? await keepPage(change, id, before, page) : { ...before, stage: 'UNCHANGED' });
      });
    }
    while (at.stage === 'TAKING_IN') {
      const sent = await nextRecords(kept.db, id, at.next, most);
      const records =
        sent.length === 0
          ? []
          : await kept.heavy.run<RecordsToRead, ReadRecord[], never>(
              READING,
              { records: sent, timezone, shiftDays },
              { of: owner, signal },
            );
      const before = at;
      at = await chunk(async (change) =>
        written(records.length === 0 ? { ...before, stage: 'CALLING_OFF' } : await takeIn(change, id, sourceId, before, records)),
      );
    }
    while (at.stage === 'CALLING_OFF') {
      const before = at;
      at = await chunk(async (change) => written(await callOffMissing(change, id, await requireSource(change, sourceId), before)));
    }
    return { ...at.counts, CALLED_OFF: at.calledOff };
  },
  ended: endSync,
};
