import type { SubgraphRuntime } from '../context';
import { after as statusAfter } from '../modules/event/event.status';
import { changeEvent, lockEvent } from '../modules/event/event.store';

const BATCH = 50;

/** Events whose time is over become COMPLETED. Small transactions, so that nobody waits long for an event among them. */
export async function completePastEvents(runtime: SubgraphRuntime): Promise<void> {
  for (;;) {
    const over = await runtime.db.prisma.event.findMany({
      where: { status: 'PUBLISHED', endsAt: { lte: runtime.clock.now() } },
      orderBy: { endsAt: 'asc' },
      take: BATCH,
      select: { id: true },
    });
    await runtime.db.transaction(async (tx, after) => {
      for (const { id } of over.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        const event = await lockEvent(tx, id);
        const status = event && statusAfter('complete', event.status);
        // Meanwhile it may have been cancelled, or put off.
        if (!status || event.endsAt > runtime.clock.now()) continue;
        await changeEvent({ runtime, tx, after, correlationId: 'job:complete-past-events' }, event, { status }, 'COMPLETED');
      }
    });
    if (over.length < BATCH) return;
  }
}
