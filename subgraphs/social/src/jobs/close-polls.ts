import type { Job } from '../context';
import type { Poll } from '../generated/prisma/client';
import { closePoll } from '../modules/poll/poll.store';

/** Polls one turn closes at most; the rest waits for the next. */
const AT_ONCE = 50;

/** Closes polls of open groups whose time is over, each in a transaction of its own. Until then, reading one shows it as closed already. */
export const closePolls: Job = {
  name: 'close-polls',
  everyMs: 30_000,
  async run({ kept, change }) {
    const due = await kept.db.prisma.poll.findMany({
      where: { closedAt: null, closesAt: { lte: kept.clock.now() }, group: { closedAt: null } },
      orderBy: { closesAt: 'asc' },
      take: AT_ONCE,
      select: { id: true },
    });
    for (const { id } of due)
      await change(async (step) => {
        const { tx, now } = step;
        const held = await tx.$queryRaw<Array<Pick<Poll, 'id'>>>`
          SELECT id FROM polls WHERE id = ${id}::uuid AND closed_at IS NULL AND closes_at <= ${now} FOR UPDATE SKIP LOCKED`;
        if (held.length === 0) return;
        const poll = await tx.poll.findUniqueOrThrow({ where: { id }, include: { group: { select: { name: true } } } });
        await closePoll(step, poll, poll.group.name);
      });
  },
};
