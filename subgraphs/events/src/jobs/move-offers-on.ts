import type { Job } from '../context';
import { GuestList } from '../modules/attendance/guest-list.store';

const BATCH = 100;

/**
 * Places that were offered and not taken in time go to the next in the queue. Opening a guest list does that by itself; this opens the
 * lists that nobody else opens.
 */
export const moveOffersOn: Job = {
  name: 'move-offers-on',
  everyMs: 15_000,
  async run({ kept: { db, clock }, change }) {
    for (;;) {
      const due = await db.prisma.attendance.findMany({
        where: { offerExpiresAt: { lte: clock.now() } },
        distinct: ['eventId'],
        select: { eventId: true },
        take: BATCH,
      });
      for (const { eventId } of due) await change(async (step) => (await GuestList.open(step, eventId))?.save());
      if (due.length < BATCH) return;
    }
  },
};
