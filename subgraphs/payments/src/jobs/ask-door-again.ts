import type { Job } from '../context';
import { askDoorOf } from '../modules/refund/refund-door.store';

const PAGE = 50;
/** An answer takes milliseconds; after so long it is asked for again. */
const PATIENCE_MS = 60_000;

/** Asks the door again about tickets that somebody wants to give back, where its answer was lost. */
export const askDoorAgain: Job = {
  name: 'ask-door-again',
  everyMs: 10_000,
  async run({ kept: { db, clock }, change }) {
    const waiting = await db.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM refunds WHERE status = 'REQUESTED' AND updated_at <= ${new Date(clock.now().getTime() - PATIENCE_MS)}
      ORDER BY updated_at LIMIT ${PAGE}`;
    for (const { id } of waiting) await change((step) => askDoorOf(step, id));
  },
};
