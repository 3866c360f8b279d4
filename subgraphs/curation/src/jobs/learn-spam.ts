import type { Job } from '../context';

/** Lets the spam classifier learn from curators' decisions once there are enough new ones. */
export const learnSpam: Job = {
  name: 'learn-spam',
  everyMs: 3_600_000,
  async run({ kept: { spam } }) {
    await spam.refresh();
    await spam.learn();
  },
};
