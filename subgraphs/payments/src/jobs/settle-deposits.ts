import type { Job } from '../context';
import { keptAfterHours } from '../modules/deposit/deposit-end';
import { ordersToSettle } from '../modules/deposit/deposit.sql';
import { settleDepositsOf } from '../modules/refund/refund-deposit.store';

const PAGE = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Ends the deposits of events that are over: those for which nobody came are kept. Also those of events that were called off and of people who were
 * erased. Each order is settled in a transaction of its own; what cannot end yet is looked at again the next time.
 */
export const settleDeposits: Job = {
  name: 'settle-deposits',
  everyMs: 60_000,
  async run({ kept: { db, clock, settings }, change }) {
    const endedBefore = new Date(clock.now().getTime() - keptAfterHours(settings) * 3_600_000);
    const next = (after: string) => db.query<{ id: string }>(ordersToSettle(endedBefore, after, PAGE));
    for (let page = await next(BEFORE_ALL); page.length > 0; page = await next(page.at(-1)!.id))
      for (const { id } of page) await change((step) => settleDepositsOf(step, id));
  },
};
