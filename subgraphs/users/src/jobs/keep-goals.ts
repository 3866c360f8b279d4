import type { Job } from '../context';
import { failSomeGoals, remindOfSomeGoals } from '../modules/tracking/tracking-goal.store';

/** Ends goals whose last day is over, and reminds of those whose time of day has come; some in each transaction. */
export const keepGoals: Job = {
  name: 'keep-goals',
  everyMs: 20_000,
  async run({ change }) {
    while ((await change(failSomeGoals)) > 0);
    while ((await change(remindOfSomeGoals)) > 0);
  },
};
