import type { Job } from '../context';

const PAGE = 100;

/** Asks the processor whether refunds that were made have come back, as a net under its notices. */
export const watchRefunds: Job = {
  name: 'watch-refunds',
  everyMs: 60_000,
  async run({ kept: { db, clock, logger, refunds } }) {
    const due = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM refunds WHERE status = 'MADE' AND next_attempt_at <= ${clock.now()} ORDER BY next_attempt_at LIMIT ${PAGE}`;
    for (const { id } of due) {
      await refunds
        .look(id, 'job:watch-refunds')
        .catch((error: unknown) => logger.warn({ err: error, refundId: id }, 'a refund could not be looked at, and will be again'));
    }
  },
};
