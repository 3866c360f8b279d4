import type { Job } from '../context';

const DAY_MS = 86_400_000;
/** A year and some weeks: as long as what is told of people who come back reaches. */
const KEPT_MS = 400 * DAY_MS;
const LONGEST_PERIOD_MS = 31 * DAY_MS;

/** Forgets when people were active long ago. */
export const forgetActivePeriods: Job = {
  name: 'forget-active-periods',
  everyMs: 6 * 3_600_000,
  async run({ change }) {
    await change(({ tx, now }) =>
      tx.personPeriod.deleteMany({ where: { starts: { lt: new Date(now.getTime() - KEPT_MS - LONGEST_PERIOD_MS) } } }),
    );
  },
};
