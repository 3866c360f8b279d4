import type { Job } from '../context';

const PAGE = 50;

/** Asks the processor whether payees can be paid: every hour while they cannot, every day while they can. */
export const checkPayees: Job = {
  name: 'check-payees',
  everyMs: 60_000,
  async run({ kept: { db, clock, logger, payouts } }) {
    const due = await db.prisma.payee.findMany({
      where: { nextCheckAt: { lte: clock.now() }, processorRef: { not: null } },
      orderBy: { nextCheckAt: 'asc' },
      take: PAGE,
    });
    for (const payee of due) {
      await payouts
        .lookInTurn(payee, 'job:check-payees')
        .catch((error: unknown) => logger.warn({ err: error, payeeId: payee.id }, 'a payee could not be looked at, and will be again'));
    }
  },
};
