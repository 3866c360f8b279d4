import type { Job } from '../context';
import { countOutcomes } from '../modules/analytics/outcome.store';
import { countPlatform } from '../modules/analytics/platform-analytics.store';
import { countInteractions } from '../modules/interaction/rollup.store';

/** Brings the numbers of what people do up to date. Statements without a transaction: each may be repeated. */
export const rollUpInteractions: Job = {
  name: 'roll-up-interactions',
  everyMs: 60_000,
  async run({ kept: { db, clock } }) {
    await countInteractions(db, clock.now());
    await countOutcomes(db, clock.now());
    await countPlatform(db, clock.now());
  },
};
