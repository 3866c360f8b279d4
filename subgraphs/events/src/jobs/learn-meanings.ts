import type { Job } from '../context';

/** Learns from what events say that came on show since the last time; in a thread. */
export const learnMeanings: Job = {
  name: 'learn-meanings',
  everyMs: 20 * 60_000,
  async run({ kept: { meanings } }) {
    await meanings.refresh();
    await meanings.learn();
  },
};
