import { conflict } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { CATEGORY_COUNTS } from '../category/category-counts';
import { SHARED } from '../venue/venue-scope';
import { currentVenueId, shareVenue } from '../venue/venue.store';
import { cellOf } from './event-cells';
import { endPendingRevision } from './event-revision.store';
import { recordVersions } from './event-version.store';
import { eventChanged, eventSubmitted } from './event.facts';
import { isForEverybody } from './event-status';
import type { EventRow, WholeEvent } from './event.types';

const WHOLE = { venue: true, counts: true, team: { where: { state: 'MEMBER' }, orderBy: { userId: 'asc' } } } as const;

/** Reads an event and keeps everybody else from changing it until the transaction ends. Null when it does not exist. */
export async function lockEvent({ tx }: Step, id: string): Promise<WholeEvent | null> {
  await tx.$queryRaw`SELECT 1 FROM events WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.event.findUnique({ where: { id }, include: WHOLE });
}

/** Makes an event with its row of counts, begins its history and tells it. `by`: who made it. */
export async function insertEvent(
  step: Step,
  { capacity, ...columns }: Prisma.EventUncheckedCreateInput & { capacity: number | null },
  what: EventChanged['change'],
  by: string | null,
): Promise<WholeEvent> {
  const { tx, now } = step;
  const event = await atSharedVenue(
    step,
    await tx.event.create({
      data: { createdAt: now, updatedAt: now, ...(await atPresentVenue(step, columns)), counts: { create: { capacity } } },
      include: WHOLE,
    }),
  );
  await tellEvent(step, event, what, by);
  return event;
}

/**
 * Changes an event that was read in this transaction, gives it its next version, which is written into its history, and tells it. `by`: the
 * person who changes it; null where nobody does.
 */
export async function changeEvent(
  step: Step,
  event: Pick<EventRow, 'id' | 'version'>,
  data: Prisma.EventUncheckedUpdateManyInput,
  what: EventChanged['change'],
  by: string | null,
): Promise<WholeEvent> {
  const { tx, now } = step;
  const { count } = await tx.event.updateMany({
    where: { id: event.id, version: event.version },
    data: { ...(await atPresentVenue(step, data)), version: event.version + 1, updatedAt: now },
  });
  if (count === 0) throw conflict('Somebody else changed this event meanwhile. Read it again.');
  const changed = await atSharedVenue(step, await tx.event.findUniqueOrThrow({ where: { id: event.id }, include: WHOLE }));
  await tellEvent(step, changed, what, by);
  if (data.status && changed.status !== 'PUBLISHED') await endPendingRevision(step, changed);
  return changed;
}

/** At the place that the wished one is by now: staff may have merged it since it was chosen. */
async function atPresentVenue<Columns extends { venueId?: unknown }>(step: Step, columns: Columns): Promise<Columns> {
  return typeof columns.venueId === 'string' ? { ...columns, venueId: await currentVenueId(step, columns.venueId) } : columns;
}

/** What everybody may see takes place where everybody may know of; the private place that was told for it stays its teller's. */
async function atSharedVenue(step: Step, event: WholeEvent): Promise<WholeEvent> {
  if (!event.venue || event.venue.scope === SHARED || !isForEverybody(event)) return event;
  const venueId = await shareVenue(step, event.venue);
  return step.tx.event.update({ where: { id: event.id }, data: { venueId }, include: WHOLE });
}

/** With all that is told of them. */
export const wholeEvents = ({ tx }: Step, ids: readonly string[]): Promise<WholeEvent[]> =>
  tx.event.findMany({ where: { id: { in: [...ids] } }, include: WHOLE });

/** Removes an event that was never on show, with its history, and tells it. */
export const removeEvent = (step: Step, event: WholeEvent): Promise<void> => removeEvents(step, [event]);

/** Removes events that were never on show, which are locked, with their histories, and tells it. */
export async function removeEvents(step: Step, events: readonly WholeEvent[]): Promise<void> {
  // What they said goes with them, from the copies, too.
  const gone = events.map((event) => ({ ...event, title: '', description: '', imageUrl: null, version: event.version + 1 }));
  await step.tx.event.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
  await step.tell(...gone.map((event) => eventChanged(event, 'DELETED')));
  announceEvents(step, gone);
}

/** Starts curation, or starts it anew after a change of what is under review. */
export const requestReview = (step: Step, event: WholeEvent): Promise<void> => step.tell(eventSubmitted(event));

/** After the commit: tells those who watch these events live, and forgets what was counted before. */
export function announceEvents({ kept, push, after }: Step, events: readonly Pick<EventRow, 'id' | 'version'>[]): void {
  for (const { id, version } of events) push(channels.event(id), { version });
  after(() => kept.cache.delete(CATEGORY_COUNTS));
}

/** After the commit: tells those who wait for events of a kind or near a place of those that come on show for everybody. */
export function announceAppearance({ push }: Step, events: readonly (EventRow & { venue: WholeEvent['venue'] })[]): void {
  for (const event of events) {
    if (event.status !== 'PUBLISHED' || event.hidden || !isForEverybody(event)) continue;
    push(channels.appearedOf(event.categorySlug), { id: event.id });
    const { latitude, longitude } = event.venue ?? { latitude: null, longitude: null };
    if (latitude !== null && longitude !== null) push(channels.appearedAt(cellOf({ latitude, longitude })), { id: event.id });
  }
}

async function tellEvent(step: Step, event: WholeEvent, what: EventChanged['change'], by: string | null): Promise<void> {
  await recordVersions(step, [{ event, change: what }], by);
  await step.tell(eventChanged(event, what));
  announceEvents(step, [event]);
  if (what === 'PUBLISHED') announceAppearance(step, [event]);
}
