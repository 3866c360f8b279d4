import type { Job } from '../context';
import { lockSeries } from '../modules/event/event-series.store';
import { makeOccurrences as makeThoseOf } from '../modules/series/series.store';
import { MADE_AHEAD_MS } from '../modules/series/series-schedule';

const BATCH = 50;
const DAY = 86_400_000;

/** Series that are on show have their occurrences of the next eight weeks; once a day another day of them is made. */
export const makeOccurrences: Job = {
  name: 'make-occurrences',
  everyMs: 600_000,
  async run({ kept: { db, clock }, change }) {
    for (;;) {
      const madeUntil = { lt: new Date(clock.now().getTime() + MADE_AHEAD_MS - DAY) };
      const due = await db.prisma.eventSeries.findMany({
        where: { status: 'ACTIVE', OR: [{ madeUntil }, { madeUntil: null }] },
        orderBy: { madeUntil: 'asc' },
        take: BATCH,
        select: { id: true },
      });
      for (const { id } of due)
        await change(async (step) => {
          const series = await lockSeries(step, id);
          if (series?.status === 'ACTIVE') await makeThoseOf(step, series);
        });
      if (due.length < BATCH) return;
    }
  },
};
