import type { Job } from '../context';
import { countInteractions } from '../modules/interaction/rollup.store';

/** Brings the numbers of what people do up to date. Statements without a transaction: each may be repeated. */
export const rollUpInteractions: Job = {
  name: 'roll-up-interactions',
  everyMs: 60_000,
  run: ({ kept: { db, clock } }) => countInteractions(db, clock.now()),
};
