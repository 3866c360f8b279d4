import type { Job } from '../context';

const PAGE = 100;

/** Has the processor send the payouts that were promised, each again later when it fails. */
export const makePayouts: Job = {
  name: 'make-payouts',
  everyMs: 5_000,
  async run({ kept: { db, clock, logger, payouts } }) {
    const promised = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM payouts WHERE status = 'PROMISED' AND next_attempt_at <= ${clock.now()} ORDER BY next_attempt_at LIMIT ${PAGE}`;
    for (const { id } of promised) {
      await payouts
        .make(id, 'job:make-payouts')
        .catch((error: unknown) => logger.warn({ err: error, payoutId: id }, 'a payout could not be made, and will be tried again'));
    }
  },
};
