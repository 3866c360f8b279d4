import type { Job } from '../context';

/** Learns from what people chose since the last time; in a thread. */
export const learnTastes: Job = {
  name: 'learn-tastes',
  everyMs: 10 * 60_000,
  async run({ kept: { tastes } }) {
    await tastes.refresh();
    await tastes.learn();
  },
};
