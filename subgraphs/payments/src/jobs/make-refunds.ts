import type { Job } from '../context';

const PAGE = 100;
/** Pages a turn: what fails in a way that leaves no trace is not tried for ever in one. */
const PAGES = 10;

/** Has the processor make the refunds that were promised, each again later when it fails. */
export const makeRefunds: Job = {
  name: 'make-refunds',
  everyMs: 2_000,
  async run({ kept: { db, clock, logger, refunds } }) {
    for (let page = 0; page < PAGES; page++) {
      const promised = await db.prisma.$queryRaw<{ id: string }[]>`
        SELECT id FROM refunds WHERE status = 'PROMISED' AND next_attempt_at <= ${clock.now()} ORDER BY next_attempt_at LIMIT ${PAGE}`;
      for (const { id } of promised) {
        await refunds
          .make(id, 'job:make-refunds')
          .catch((error: unknown) => logger.warn({ err: error, refundId: id }, 'a refund could not be made, and will be tried again'));
      }
      if (promised.length < PAGE) return;
    }
  },
};
