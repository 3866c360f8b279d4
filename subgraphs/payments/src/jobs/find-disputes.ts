import type { Job } from '../context';

/** Looks through the latest disputes at processors that send notices: one may have been lost. */
export const findDisputes: Job = {
  name: 'find-disputes',
  everyMs: 600_000,
  async run({ kept: { disputes, processors } }) {
    for (const processor of processors.all.filter(({ readNotice }) => readNotice)) await disputes.find(processor, 'job:find-disputes');
  },
};
