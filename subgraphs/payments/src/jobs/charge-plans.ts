import type { Job } from '../context';

const PAGE = 100;

/** Charges periods of plans that are due, and asks about charges that are under way. */
export const chargePlans: Job = {
  name: 'charge-plans',
  everyMs: 15_000,
  async run({ kept: { db, clock, logger, plans, sellsPaid } }) {
    if (!sellsPaid) return;
    const due = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM plan_invoices WHERE next_try_at <= ${clock.now()} ORDER BY next_try_at LIMIT ${PAGE}`;
    for (const { id } of due)
      await plans
        .charge(id, 'job:charge-plans')
        .catch((error: unknown) => logger.warn({ err: error, invoiceId: id }, 'a plan could not be charged, and will be tried again'));
  },
};
