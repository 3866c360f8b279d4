import type { Job } from '../context';
import { statusAfter } from '../modules/event/event-status';
import { changeEvent, lockEvent } from '../modules/event/event.store';

const BATCH = 50;

/** Events whose time is over become COMPLETED. Small transactions, so that nobody waits long for an event among them. */
export const completePastEvents: Job = {
  name: 'complete-past-events',
  everyMs: 60_000,
  async run({ kept: { db, clock }, change }) {
    for (;;) {
      const over = await db.prisma.event.findMany({
        where: { status: 'PUBLISHED', endsAt: { lte: clock.now() } },
        orderBy: { endsAt: 'asc' },
        take: BATCH,
        select: { id: true },
      });
      await change(async (step) => {
        // By id, so that two transactions that meet take their locks in one order.
        for (const { id } of over.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
          const event = await lockEvent(step, id);
          const status = event && statusAfter('complete', event.status);
          // Meanwhile it may have been cancelled, or put off.
          if (!status || event.endsAt > step.now) continue;
          await changeEvent(step, event, { status }, 'COMPLETED', null);
        }
      });
      if (over.length < BATCH) return;
    }
  },
};
