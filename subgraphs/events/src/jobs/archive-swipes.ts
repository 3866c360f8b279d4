import type { Job } from '../context';
import { forgetArchivedSwipes, moveOldSwipes } from '../modules/swipe/swipe-archive.store';

const BATCH = 5_000;

/** Moves swipes on what is long over out of the way, and forgets those of long ago. */
export const archiveSwipes: Job = {
  name: 'archive-swipes',
  everyMs: 7 * 86_400_000,
  async run({ change }) {
    while ((await change((step) => moveOldSwipes(step, BATCH))) === BATCH);
    await change(forgetArchivedSwipes);
  },
};
