import type { Job } from '../context';
import type { Prisma } from '../generated/prisma/client';
import { closeLottery, drawLottery } from '../modules/lottery/lottery.store';

const BATCH = 50;

/** Lotteries whose time is over are closed; those whose entries could be looked at for a while are drawn. */
export const runLotteries: Job = {
  name: 'run-lotteries',
  everyMs: 15_000,
  async run({ kept: { db, clock, settings }, change }) {
    const now = clock.now();
    const ripe = new Date(now.getTime() - settings.LOTTERY_LOOK_MINUTES * 60_000);
    const lotteries = (where: Prisma.EventLotteryWhereInput) =>
      db.prisma.eventLottery.findMany({ where, orderBy: { closesAt: 'asc' }, take: BATCH, select: { eventId: true } });
    for (const { eventId } of await lotteries({ state: 'OPEN', closesAt: { lte: now } }))
      await change((step) => closeLottery(step, eventId));
    for (const { eventId } of await lotteries({ state: 'CLOSED', closedAt: { lte: ripe } }))
      await change((step) => drawLottery(step, eventId));
  },
};
