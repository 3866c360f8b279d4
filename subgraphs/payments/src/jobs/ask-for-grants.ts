import type { Job } from '../context';
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
    const now = clock.now().getTime();
    const waiting = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT s.event_id AS id FROM event_sales s JOIN events e ON e.id = s.event_id
      WHERE s.grant_version = 0 AND s.updated_at <= ${new Date(now - PATIENCE_MS)}
        AND e.status = 'PUBLISHED' AND e.ends_at > ${new Date(now)}
        AND EXISTS (SELECT 1 FROM ticket_tiers t WHERE t.event_id = s.event_id AND t.on_sale)
      ORDER BY s.updated_at LIMIT ${PAGE}`;
    for (const { id } of waiting) {
      await change(async (step) => {
        if ((await lockSales(step, id)).grantVersion === 0) await tellSales(step, [id]);
      });
    }
  },
};
