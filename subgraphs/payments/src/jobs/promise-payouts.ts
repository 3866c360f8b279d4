import type { Job } from '../context';

const PAGE = 50;

/** Puts together what payees are paid, each by their schedule. */
export const promisePayouts: Job = {
  name: 'promise-payouts',
  everyMs: 60_000,
  async run({ kept: { db, clock, logger, payouts } }) {
    const due = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM payees WHERE status = 'VERIFIED' AND next_payout_at <= ${clock.now()} ORDER BY next_payout_at LIMIT ${PAGE}`;
    for (const { id } of due) {
      await payouts
        .pay(id, 'job:promise-payouts')
        .catch((error: unknown) => logger.warn({ err: error, payeeId: id }, 'a payee could not be paid, and will be tried again'));
    }
  },
};
