import type { Job } from '../context';

const KEPT_MS = 400 * 86_400_000;
/** Words that few searched for may be about somebody: as long as what was done itself. */
const RARE_KEPT_MS = 90 * 86_400_000;

const FOUND_KEPT_MS = 180 * 86_400_000;

/** Forgets what was searched for long ago, and what saved searches found then. */
export const forgetSearches: Job = {
  name: 'forget-searches',
  everyMs: 6 * 3_600_000,
  async run({ change }) {
    await change(({ tx, now }) => tx.savedSearchLook.deleteMany({ where: { lookedAt: { lt: new Date(now.getTime() - FOUND_KEPT_MS) } } }));
    await change(({ tx, now }) =>
      tx.searchDay.deleteMany({
        where: {
          OR: [
            { day: { lt: new Date(now.getTime() - KEPT_MS) } },
            { day: { lt: new Date(now.getTime() - RARE_KEPT_MS) }, people: { lt: 3 } },
          ],
        },
      }),
    );
  },
};
