import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';

const PAGE = 100;
/** A request that is still at it gets this long before the job takes over. */
const PATIENCE_MS = 10_000;

/** Asks the processor about payments that take their time, and about those whose request died before it had the answer. */
export const carryOnPayments = ({ db, till, clock, logger }: SubgraphRuntime): Job => ({
  name: 'payments.carry-on-payments',
  everyMs: 2_000,
  async run() {
    const overdue = new Date(clock.now().getTime() - PATIENCE_MS);
    const attempts = await db.prisma.paymentAttempt.findMany({
      where: { OR: [{ status: 'PROCESSING' }, { status: 'STARTED', updatedAt: { lte: overdue } }] },
      select: { id: true },
      orderBy: { updatedAt: 'asc' },
      take: PAGE,
    });
    for (const { id } of attempts) {
      await till.collection.carryOn(id, { correlationId: 'job:carry-on-payments' }).catch((error: unknown) => {
        logger.warn({ err: error, attemptId: id }, 'a payment could not be carried on, and will be tried again');
      });
    }
  },
});
