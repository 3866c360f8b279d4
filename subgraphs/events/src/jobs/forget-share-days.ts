import type { Job } from '../context';

const KEPT_MS = 2 * 86_400_000;

/** Who was counted on which day is of no use once the day is over everywhere. */
export const forgetShareDays: Job = {
  name: 'forget-share-days',
  everyMs: 3_600_000,
  async run({ change }) {
    await change(({ tx, now }) => tx.eventShareDay.deleteMany({ where: { day: { lt: new Date(now.getTime() - KEPT_MS) } } }));
  },
};
