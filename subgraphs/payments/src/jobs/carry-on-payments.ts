import type { Job } from '../context';

const PAGE = 100;

/**
 * Asks the processor about payments that are not settled: those that take their time, those whose request died before it had the answer,
 * and those that may have been paid without us. Before and after the hold has ended.
 */
export const carryOnPayments: Job = {
  name: 'carry-on-payments',
  everyMs: 2_000,
  async run({ kept: { db, clock, logger, charging } }) {
    const due = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM payments WHERE next_check_at <= ${clock.now()} ORDER BY next_check_at LIMIT ${PAGE}`;
    for (const { id } of due) {
      await charging.look(id, 'job:carry-on-payments').catch((error: unknown) => {
        logger.warn({ err: error, paymentId: id }, 'a payment could not be looked at, and will be again');
      });
    }
  },
};
