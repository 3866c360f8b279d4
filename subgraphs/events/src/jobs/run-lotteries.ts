import type { Job } from '../context';
import { closeLottery, drawLottery } from '../modules/lottery/lottery.store';

const BATCH = 50;

/** Lotteries whose time is over are closed; those whose entries could be looked at for a while are drawn. */
export const runLotteries: Job = {
  name: 'run-lotteries',
  everyMs: 15_000,
  async run({ kept: { db, clock, settings }, change }) {
    const now = clock.now();
    const ripe = new Date(now.getTime() - settings.LOTTERY_LOOK_MINUTES * 60_000);
    const due = [
      { where: { state: 'OPEN' as const, closesAt: { lte: now } }, settle: closeLottery },
      { where: { state: 'CLOSED' as const, closedAt: { lte: ripe } }, settle: drawLottery },
    ];
    for (const { where, settle } of due) {
      const lotteries = await db.prisma.eventLottery.findMany({
        where,
        orderBy: { closesAt: 'asc' },
        take: BATCH,
        select: { eventId: true },
      });
      for (const { eventId } of lotteries) await change((step) => settle(step, eventId));
    }
  },
};
