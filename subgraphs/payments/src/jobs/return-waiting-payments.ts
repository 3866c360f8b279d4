import type { Job } from '../context';
import { returnWaiting } from '../modules/payment/payment-parts.store';

const PAGE = 100;

/** Gives back what came of orders that have ended before all of their payments had come. */
export const returnWaitingPayments: Job = {
  name: 'return-waiting-payments',
  everyMs: 2_000,
  async run({ kept: { db }, change }) {
    const ended = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT o.id FROM payments p JOIN orders o ON o.id = p.order_id
      WHERE p.waiting_since IS NOT NULL AND o.status NOT IN ('PENDING', 'AWAITING_PAYMENT') AND o.open_disputes = 0 LIMIT ${PAGE}`;
    for (const { id } of ended) await change((step) => returnWaiting(step, id));
  },
};
