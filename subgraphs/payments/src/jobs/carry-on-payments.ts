import type { Job } from '../context';

const PAGE = 100;
/** A request that is still at it gets this long before the job takes over. */
const PATIENCE_MS = 10_000;

/** Asks the processor about payments that take their time, and about those whose request died before it had the answer. */
export const carryOnPayments: Job = {
  name: 'carry-on-payments',
  everyMs: 2_000,
  async run({ kept: { db, clock, logger, charging } }) {
    const overdue = new Date(clock.now().getTime() - PATIENCE_MS);
    // The condition on status is word for word that of the index on open attempts.
    const attempts = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM payment_attempts
      WHERE status IN ('STARTED', 'REQUIRES_ACTION', 'PROCESSING') AND (status = 'PROCESSING' OR (status = 'STARTED' AND updated_at <= ${overdue}))
      ORDER BY updated_at LIMIT ${PAGE}`;
    for (const { id } of attempts) {
      await charging.carryOn(id, 'job:carry-on-payments').catch((error: unknown) => {
        logger.warn({ err: error, attemptId: id }, 'a payment could not be carried on, and will be tried again');
      });
    }
  },
};
