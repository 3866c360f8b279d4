import type { Job } from '../context';
import { dueSources, lockSourceRow, startSync } from '../modules/source/source.store';

const BATCH = 20;

/** Begins the syncs that are due; workers do them. */
export const syncSources: Job = {
  name: 'sync-sources',
  everyMs: 60_000,
  async run({ change }) {
    for (;;) {
      const begun = await change(async (step) => {
        const due = await dueSources(step, BATCH);
        for (const { id } of due) await startSync(step, (await lockSourceRow(step, id))!, false);
        return due.length;
      });
      if (begun < BATCH) return;
    }
  },
};
