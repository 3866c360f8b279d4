import type { Job } from '../context';
import { countPopularity } from '../modules/feed/popularity.store';

/** Brings up to date how much is going on about events. Statements without a transaction: each is small, and may be repeated. */
export const refreshPopularity: Job = {
  name: 'refresh-popularity',
  everyMs: 60_000,
  run: ({ kept: { db, clock } }) => countPopularity(db, clock.now()),
};
