import type { Job } from '../context';
import { keepDrift, measureDrift } from '../modules/drift/drift.store';

/** Looks whether what is screened is still what the screening was made for. */
export const watchDrift: Job = {
  name: 'watch-drift',
  everyMs: 3_600_000,
  async run({ kept, change }) {
    const measured = await measureDrift(kept);
    await change((step) => keepDrift(step, measured));
  },
};
