import type { Job } from '../context';

const PAGE = 100;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Has the processor make the refunds that were promised, as often as it takes. */
export const makeRefunds: Job = {
  name: 'make-refunds',
  everyMs: 2_000,
  async run({ kept: { db, logger, refunds } }) {
    for (let after = FIRST; ;) {
      const promised = await db.prisma.$queryRaw<{ id: string }[]>`
        SELECT id FROM refunds WHERE status = 'PROMISED' AND id > ${after}::uuid ORDER BY id LIMIT ${PAGE}`;
      for (const { id } of promised) {
        await refunds
          .make(id, 'job:make-refunds')
          .catch((error: unknown) => logger.warn({ err: error, refundId: id }, 'a refund could not be made, and will be tried again'));
      }
      if (promised.length < PAGE) return;
      after = promised.at(-1)!.id;
    }
  },
};
