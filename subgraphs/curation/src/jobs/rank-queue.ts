import type { Job } from '../context';
import { mendEntries, rankAfter } from '../modules/queue/queue.store';

/**
 * Computes the rank of everything in the queue again. Needed when the weights in the settings have changed; otherwise it finds nothing to
 * do. In steps of bounded size, by id, so that a long queue is not one long transaction.
 */
export const rankQueue: Job = {
  name: 'rank-queue',
  everyMs: 600_000,
  async run({ change }) {
    const rankNext = (last: string | null) => change((step) => rankAfter(step, last));
    for (let last = await rankNext(null); last !== null; last = await rankNext(last));
    await change(mendEntries);
  },
};
