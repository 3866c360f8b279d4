import type { Job } from '../context';
import { endLapsedSuspensions } from '../modules/moderation/suspension.store';

/** Lets those in again whose suspension was for a time that is over. */
export const endSuspensions: Job = {
  name: 'end-suspensions',
  everyMs: 60_000,
  async run({ change }) {
    while ((await change(endLapsedSuspensions)) > 0);
  },
};
