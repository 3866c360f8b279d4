import type { Job } from '../context';
import { expireHoldsOf } from '../modules/order/order-holds.store';

/** Frees the places of orders that were not paid in time. */
export const expireHolds: Job = {
  name: 'expire-holds',
  everyMs: 2_000,
  async run({ change }) {
    while ((await change((step) => expireHoldsOf(step, null))) > 0);
  },
};
