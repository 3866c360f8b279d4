import type { Job } from '../context';
import { countSomeActivity } from '../modules/reputation/reputation-activity.store';

/** Each week: how active people are, and how reliable they were in the past year. Looks each hour, because a process may not live for a week. */
export const countActivity: Job = {
  name: 'count-activity',
  everyMs: 3_600_000,
  async run({ change }) {
    while ((await change(countSomeActivity)) > 0);
  },
};
