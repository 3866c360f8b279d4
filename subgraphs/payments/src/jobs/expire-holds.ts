import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';

/** Frees the places of orders that were not paid in time. */
export const expireHolds = ({ db, till }: SubgraphRuntime): Job => ({
  name: 'payments.expire-holds',
  everyMs: 2_000,
  async run() {
    while ((await db.transaction((tx) => till.holds.expire(tx))) > 0);
  },
});
