import { conflict, inBulk } from '@marquee/platform';
import type { Step } from '../../context';
import type { EventSeries, Prisma } from '../../generated/prisma/client';
import { eventChanged } from './event.facts';
import { recordVersions } from './event-version.store';
import { announceEvents, lockEvent } from './event.store';
import type { WholeEvent } from './event.types';

// A series is locked before its events, always: who holds one of them waits for no series.

/** Reads a series and keeps everybody else from changing it, or making occurrences, until the transaction ends. Null when there is none. */
export async function lockSeries({ tx }: Step, id: string): Promise<EventSeries | null> {
  await tx.$queryRaw`SELECT 1 FROM event_series WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.eventSeries.findUnique({ where: { id } });
}

/** The series of an event that is about to be locked; null for an event by itself. */
export async function lockSeriesOf(step: Step, eventId: string): Promise<EventSeries | null> {
  const event = await step.tx.event.findUnique({ where: { id: eventId }, select: { seriesId: true } });
  return event?.seriesId ? lockSeries(step, event.seriesId) : null;
}

/** An event with its series, both locked. Who meets it on its way into another series is sent away, to try again. */
export async function lockWithSeries(step: Step, eventId: string): Promise<{ series: EventSeries | null; event: WholeEvent | null }> {
  const series = await lockSeriesOf(step, eventId);
  const event = await lockEvent(step, eventId);
  if (event && event.seriesId !== (series?.id ?? null)) throw conflict('This event has just changed its series. Try again.');
  return { series, event };
}

/** A draft of a series whose last event is gone goes with it. */
export async function removeEmptySeries({ tx }: Step, series: Pick<EventSeries, 'id' | 'status'> | null): Promise<void> {
  if (series?.status === 'DRAFT') await tx.eventSeries.deleteMany({ where: { id: series.id, events: { none: {} } } });
}

/**
 * Makes occurrences that are on show at once, as the reviewed one `like` stands, in a fixed number of statements, and tells them. One that
 * is there already stays as it is. Returns the ids of the new ones.
 */
export async function insertOccurrences(
  step: Step,
  events: readonly Prisma.EventCreateManyInput[],
  capacity: number | null,
  like: string | null,
): Promise<string[]> {
  const { tx, now } = step;
  const made = await tx.event.createManyAndReturn({
    data: events.map((event) => ({ ...event, status: 'PUBLISHED' as const, publishedAt: now, createdAt: now, updatedAt: now })),
    skipDuplicates: true,
    include: { venue: true },
  });
  if (made.length === 0) return [];
  await tx.attendanceCounts.createMany({ data: made.map(({ id }) => ({ eventId: id, capacity })) });
  if (like)
    await tx.$executeRaw`
      INSERT INTO event_standings (event_id, curation_status, quality_score, badges)
      SELECT made.id, t.curation_status, t.quality_score, t.badges
      FROM event_standings t CROSS JOIN unnest(${made.map(({ id }) => id)}::uuid[]) AS made(id) WHERE t.event_id = ${like}::uuid`;
  const whole: WholeEvent[] = made.map((row) => ({ ...row, team: [], counts: { capacity } }));
  const changes = whole.map((event) => ({ event, change: 'PUBLISHED' as const }));
  await recordVersions(step, changes, null);
  await step.tell(...inBulk(whole.map((event) => eventChanged(event, 'PUBLISHED'))));
  announceEvents(step, made);
  return made.map(({ id }) => id);
}
