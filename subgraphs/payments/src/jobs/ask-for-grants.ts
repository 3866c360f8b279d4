import type { Job } from '../context';
import { lockSales, tellSales } from '../modules/sales/sales.store';

const PAGE = 50;
/** An answer takes milliseconds; after so long it is asked for again. */
const PATIENCE_MS = 60_000;

/** Tells events again of sales that nothing was granted for yet: those that are older than grants, and those whose answer was lost. */
export const askForGrants: Job = {
  name: 'ask-for-grants',
  everyMs: 2_000,
  async run({ kept: { db, clock }, change }) {
    const waiting = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT event_id AS id FROM event_sales
      WHERE grant_version = 0 AND updated_at <= ${new Date(clock.now().getTime() - PATIENCE_MS)} ORDER BY updated_at LIMIT ${PAGE}`;
    for (const { id } of waiting) {
      await change(async (step) => {
        if ((await lockSales(step, id)).grantVersion === 0) await tellSales(step, [id]);
      });
    }
  },
};
