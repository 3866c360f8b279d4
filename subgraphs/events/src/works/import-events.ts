import { join } from 'node:path';
import { notAllowed } from '@marquee/platform';
import type { Work } from '../context';
import { importChunk } from '../modules/ingestion/import-chunk.store';
import { countsOf } from '../modules/ingestion/import-progress';
import { importEnded } from '../modules/ingestion/import.facts';
import { sourceOf } from '../modules/ingestion/import-source.store';
import { NO_OUTCOMES, tally } from '../modules/ingestion/import-tally';
import { earlierTellings, forgetLeftRecords, keepOutcomes, nextRecords } from '../modules/ingestion/import-work.store';
import type { ImportCheckpoint, ImportWorkInput } from '../modules/ingestion/import-work.types';
import { CHUNK } from '../modules/ingestion/importer.store';
import type { ReadRecord } from '../modules/ingestion/read-record';
import type { RecordsToRead } from '../modules/ingestion/records.heavy';
import { isActive } from '../modules/person/person.store';

const READING = join(__dirname, '../modules/ingestion/records.heavy.ts');

/** An import that somebody has started: read in a thread, taken in a chunk at a time. */
export const importEvents: Work<ImportWorkInput, ImportCheckpoint> = {
  name: 'import-events',
  async run({ kept, id, owner, input: { importer, timezone, shiftDays, dryRun }, checkpoint, signal, chunk }) {
    const source = sourceOf(importer, dryRun);
    let at = checkpoint ?? { next: 0, counts: { ...NO_OUTCOMES } };
    // A chunk that holds more than a new account may bring in an hour would never fit in.
    const most = Math.min(CHUNK, kept.settings.NEW_ACCOUNT_IMPORTED_EVENTS);
    for (;;) {
      const sent = await nextRecords(kept.db, id, at.next, most);
      if (sent.length === 0) return at.counts;
      const records = await kept.heavy.run<RecordsToRead, ReadRecord[], never>(
        READING,
        { records: sent, timezone, shiftDays },
        { of: owner, signal },
      );
      at = await chunk(async (step) => {
        if (!(await isActive(step.tx, owner))) throw notAllowed('This account is not active.');
        const outcomes = await importChunk(step, records, source, await earlierTellings(step, id, records));
        await keepOutcomes(step, id, records, outcomes);
        const next = at.next + records.length;
        return { checkpoint: { next, counts: tally(outcomes, at.counts) }, done: next };
      });
    }
  },
  async ended({ id, owner, state, failure }, step) {
    await forgetLeftRecords(step, id);
    const { CREATED: created, UPDATED: updated, SKIPPED: skipped } = countsOf(await step.tx.longWork.findUniqueOrThrow({ where: { id } }));
    await step.tell(importEnded({ importId: id, importerId: owner, state, created, updated, skipped, failure }));
  },
};
