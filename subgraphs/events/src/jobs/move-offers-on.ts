import type { SubgraphRuntime } from '../context';
import { GuestList } from '../modules/attendance/guest-list';

const BATCH = 100;

/**
 * Places that were offered and not taken in time go to the next in the queue. Opening a guest list does that by itself; this opens the
 * lists that nobody else opens.
 */
export async function moveOffersOn(runtime: SubgraphRuntime): Promise<void> {
  for (;;) {
    const due = await runtime.db.prisma.attendance.findMany({
      where: { offerExpiresAt: { lte: runtime.clock.now() } },
      distinct: ['eventId'],
      select: { eventId: true },
      take: BATCH,
    });
    for (const { eventId } of due) {
      await runtime.db.transaction(async (tx, after) => {
        const list = await GuestList.open({ runtime, tx, after, correlationId: 'job:move-offers-on' }, eventId);
        await list?.save();
      });
    }
    if (due.length < BATCH) return;
  }
}
