import type { Job } from '../context';

const PAGE = 50;

/** Asks about disputes that are not decided, sends what was answered and is not sent, and finds new ones where the processor sends no notices. */
export const watchDisputes: Job = {
  name: 'watch-disputes',
  everyMs: 5_000,
  async run({ kept: { db, clock, logger, disputes, processors } }) {
    const cause = 'job:watch-disputes';
    for (const processor of processors.all.filter(({ readNotice }) => !readNotice)) await disputes.find(processor, cause);
    const due = await db.prisma.dispute.findMany({
      where: { nextCheckAt: { lte: clock.now() } },
      select: { id: true },
      orderBy: { nextCheckAt: 'asc' },
      take: PAGE,
    });
    for (const { id } of due) {
      await disputes
        .carryOnInTurn(id, cause)
        .catch((error: unknown) => logger.warn({ err: error, disputeId: id }, 'a dispute could not be looked at, and will be again'));
    }
  },
};
