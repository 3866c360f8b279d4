import type { Job } from '../context';
import { REMEMBERED_DAYS } from '../modules/feed/popularity';

/** Since when somebody has had to do with an event is of no use once it is too long ago to be trending. */
export const forgetFirstDeeds: Job = {
  name: 'forget-first-deeds',
  everyMs: 3_600_000,
  async run({ change }) {
    await change(({ tx, now }) =>
      tx.eventFirstDeed.deleteMany({ where: { at: { lt: new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000) } } }),
    );
  },
};
