import type { Job } from '../context';
import { salesWithoutGrant } from '../modules/sales/sales.sql';
import { lockSales, tellSales } from '../modules/sales/sales.store';

const PAGE = 50;
/** An answer takes milliseconds; after so long it is asked for again. */
const PATIENCE_MS = 60_000;

/**
 * Tells events again of sales that nothing was granted for yet: those that are older than grants, and those whose answer was lost. Only where
 * somebody could buy: an answer that nobody needs is not asked for again and again.
 */
export const askForGrants: Job = {
  name: 'ask-for-grants',
  everyMs: 2_000,
  async run({ kept: { db, clock }, change }) {
    const waiting = await db.query<{ id: string }>(salesWithoutGrant(clock.now(), PATIENCE_MS, PAGE));
    for (const { id } of waiting) {
      await change(async (step) => {
        if ((await lockSales(step, id)).grantVersion === 0) await tellSales(step, [id]);
      });
    }
  },
};
