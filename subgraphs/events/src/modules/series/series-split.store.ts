import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { EventSeries } from '../../generated/prisma/client';
import { splitBefore } from './recurrence';
import { columnsOf, scheduleOf } from './series-schedule';
import { asJson, changeSeries, contentOf } from './series.store';

/**
 * Makes a series of its own of the occurrence with this recurrence id and all behind it; the series itself where nothing is before it. What
 * their events tell stays, so they get no new version, and nobody is told. The series is locked, and nobody else knows of the new one.
 */
export async function splitSeries(step: Step, series: EventSeries, recurrenceId: string): Promise<EventSeries> {
  const { tx, now } = step;
  const parts = splitBefore(scheduleOf(series), recurrenceId);
  if (!parts) return series;
  const { creatorId, organizationId, status, madeUntil } = series;
  const following = await tx.eventSeries.create({
    data: {
      ...{ id: randomUUID(), creatorId, organizationId, status, madeUntil, createdAt: now, updatedAt: now },
      ...columnsOf(parts.after),
      content: asJson(contentOf(series)),
    },
  });
  await changeSeries(step, series.id, { ...columnsOf(parts.before), ...(status === 'ACTIVE' ? { status: 'ENDED' } : {}) });
  await tx.$executeRaw`UPDATE events SET series_id = ${following.id}::uuid WHERE series_id = ${series.id}::uuid AND recurrence_id >= ${recurrenceId}`;
  await tx.$executeRaw`
    UPDATE event_revisions r SET series_id = ${following.id}::uuid FROM events e
    WHERE e.id = r.event_id AND e.series_id = ${following.id}::uuid AND r.series_id = ${series.id}::uuid`;
  return following;
}
