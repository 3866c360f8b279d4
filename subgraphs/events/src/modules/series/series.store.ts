import { randomUUID } from 'node:crypto';
import { notAllowed, type Viewer } from '@marquee/platform';
import { givesRight, rolesOn, staffMay } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { EventRevision, EventSeries, Prisma } from '../../generated/prisma/client';
import { draftOf } from '../event/event-draft';
import { priceColumns, FREE } from '../event/event-price';
import { changesOf } from '../event/event-revision.store';
import { lockOrganizationRole } from '../event/event-rights.store';
import { insertOccurrences, lockSeries } from '../event/event-series.store';
import { isDraft, statusAfter, type EventStep } from '../event/event-status';
import { changeEvent, lockEvent } from '../event/event.store';
import type { WholeEvent } from '../event/event.types';
import { holdPictures, presentPictures } from '../image/image.store';
import { copyRegistration } from '../registration/registration.store';
import { ensureTags } from '../tag/tag.store';
import type { StoredContent } from '../template/template.types';
import { goesOnAfter, occurrencesBetween } from './recurrence';
import { MADE_AHEAD_MS, MOST_AHEAD, scheduleOf } from './series-schedule';
import { instantOf } from './wall-clock';

export const contentOf = (series: Pick<EventSeries, 'content'>): StoredContent => series.content as unknown as StoredContent;
export const asJson = (content: StoredContent) => content as unknown as Prisma.InputJsonObject;

/** Refuses who does not own the series; keeps what makes them its owner until the transaction ends. */
export async function holdSeries(step: Step, series: EventSeries, viewer: Viewer): Promise<void> {
  const role = series.organizationId ? await lockOrganizationRole(step, series.organizationId, viewer.id) : null;
  if (givesRight(rolesOn({ ...series, team: [] }, viewer.id, role), 'RUN')) return;
  if (!staffMay(viewer, 'RUN')) throw notAllowed('Only who owns this series may do this.');
  step.logger.info({ userId: viewer.id, role: viewer.role, seriesId: series.id }, 'staff acts on a series');
}

/** Every change of a series, which is locked. */
export const changeSeries = ({ tx, now }: Step, id: string, data: Prisma.EventSeriesUncheckedUpdateInput): Promise<EventSeries> =>
  tx.eventSeries.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: now } });

/** Ids of its events to come, in the order in which they are locked; with those that were changed by themselves or without. */
export async function upcoming({ tx, now }: Step, seriesId: string, which: 'ALL' | 'AS_IT_SAYS'): Promise<string[]> {
  const where = { seriesId, startsAt: { gt: now }, ...(which === 'ALL' ? {} : { seriesRole: { not: 'EDITED' as const } }) };
  return (await tx.event.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
}

/** Locks an event of the series; null for one that was changed by itself meanwhile, or went to another series. */
export async function lockFollower(step: Step, series: Pick<EventSeries, 'id'>, id: string): Promise<WholeEvent | null> {
  const event = await lockEvent(step, id);
  return event?.seriesId === series.id && event.seriesRole !== 'EDITED' ? event : null;
}

/**
 * Makes the occurrences of the next eight weeks that are not there yet; run twice it makes none twice. Whose owner is suspended, or has left
 * the group that it is for, makes none until that ends. The series is locked.
 */
export async function makeOccurrences(step: Step, series: EventSeries): Promise<void> {
  const { tx, now } = step;
  const until = new Date(now.getTime() + MADE_AHEAD_MS);
  const schedule = scheduleOf(series);
  if (await mayGoOn(step, series)) {
    const wanted = occurrencesBetween(schedule, now, until, MOST_AHEAD);
    const there = await tx.event.findMany({
      where: { seriesId: series.id, recurrenceId: { in: wanted.map(({ recurrenceId }) => recurrenceId) } },
      select: { recurrenceId: true },
    });
    const made = new Set(there.map(({ recurrenceId }) => recurrenceId));
    const { venue: _venue, price, requirements, capacity, ...told } = contentOf(series);
    const columns = await presentPictures(step, told);
    const events = wanted
      .filter(({ recurrenceId }) => !made.has(recurrenceId))
      .map((occurrence) => ({
        ...{ ...columns, ...requirements, ...priceColumns(price ?? FREE), ...occurrence, timezone: series.timezone },
        ...{ id: randomUUID(), creatorId: series.creatorId, organizationId: series.organizationId },
        ...{ seriesId: series.id, seriesRole: 'FOLLOWS' as const },
        ...jsonOf(columns),
      }));
    if (events.length > 0) {
      await ensureTags(step, columns.tags);
      const like = await reviewedOf(step, series);
      const ids = await insertOccurrences(step, events, capacity, like);
      if (like) await copyRegistration(step, like, ids);
      for (const eventId of ids) await holdPictures(step, { eventId }, columns);
    }
  }
  await tx.eventSeries.update({
    where: { id: series.id },
    data: { madeUntil: until, ...(goesOnAfter(schedule, until) ? {} : { status: 'ENDED' }) },
  });
}

/** One of its events of which curators have told how it stands. */
async function reviewedOf({ tx }: Step, { id: seriesId }: EventSeries): Promise<string | null> {
  const where = { seriesId, seriesRole: { not: 'EDITED' as const }, standing: { isNot: null } };
  return (await tx.event.findFirst({ where, orderBy: { startsAt: 'desc' }, select: { id: true } }))?.id ?? null;
}

async function mayGoOn({ tx }: Step, series: EventSeries): Promise<boolean> {
  if (series.organizationId === null && (await tx.personCopy.count({ where: { id: series.creatorId, active: false } })) > 0) return false;
  const { groupId } = contentOf(series);
  if (!groupId) return true;
  return (await tx.groupMemberCopy.count({ where: { groupId, userId: series.creatorId, role: { not: null } } })) > 0;
}

/**
 * A curator has decided on an event of a series, which took that step: where it is as the series says, the decision is about the series. An
 * approval puts the series on show, with the words that were approved; what is taken down takes the others along.
 */
export async function followDecision(step: Step, series: EventSeries | null, event: WholeEvent, taken: EventStep): Promise<void> {
  if (!series || series.status === 'CANCELLED') return;
  if (taken === 'approve') {
    if (series.status === 'DRAFT' && event.seriesRole !== 'EDITED') await goOnShow(step, series, event);
    return;
  }
  if (event.seriesRole === 'EDITED' || series.status === 'DRAFT') return;
  await changeSeries(step, series.id, { status: 'DRAFT' });
  for (const id of await upcoming(step, series.id, 'AS_IT_SAYS')) {
    const other = id === event.id ? null : await lockFollower(step, series, id);
    const status = other && statusAfter(taken, other.status);
    if (status) await changeEvent(step, other, { status }, taken === 'return' ? 'RETURNED' : 'REJECTED', null);
  }
}

async function goOnShow(step: Step, series: EventSeries, event: WholeEvent): Promise<void> {
  const { timezone: _timezone, ...told } = draftOf(event);
  const content: StoredContent = { ...told, timezone: series.timezone, venue: null, venueId: event.venueId };
  // Erased meanwhile: what they published stays, and nothing follows.
  const status = (await step.tx.personCopy.count({ where: { id: series.creatorId, erased: true } })) > 0 ? 'ENDED' : 'ACTIVE';
  const shown = await changeSeries(step, series.id, { status, content: asJson(content) });
  if (isElsewhen(series, event)) await step.tx.event.update({ where: { id: event.id }, data: { seriesRole: 'EDITED' } });
  for (const id of await upcoming(step, series.id, 'AS_IT_SAYS')) {
    const other = id === event.id ? null : await lockFollower(step, series, id);
    if (!other || !isDraft(other.status)) continue;
    const { capacity: _capacity, price: _price, venue: _venue, requirements, metadata, performers, timezone: _zone, ...columns } = content;
    await holdPictures(step, { eventId: id }, columns);
    const data = { ...columns, ...requirements, ...jsonOf({ metadata, performers }), contentVersion: other.version + 1 };
    await changeEvent(step, other, { ...data, status: 'PUBLISHED', publishedAt: other.publishedAt ?? step.now }, 'PUBLISHED', null);
  }
  if (status === 'ACTIVE') await makeOccurrences(step, shown);
}

const jsonOf = ({ metadata, performers = [] }: Pick<StoredContent, 'metadata' | 'performers'>) =>
  ({ metadata, performers }) as unknown as Record<'metadata' | 'performers', Prisma.InputJsonArray>;

/** Its organiser has moved it since. */
const isElsewhen = ({ timezone, durationMinutes }: EventSeries, { recurrenceId, startsAt, endsAt }: WholeEvent): boolean =>
  instantOf(recurrenceId!, timezone).getTime() !== startsAt.getTime() || endsAt.getTime() - startsAt.getTime() !== durationMinutes * 60_000;

/** A change that was proposed for a whole series has gone on show with `event`: it goes on show with the others, and with those to come. */
export async function applyToSeries(step: Step, series: EventSeries | null, event: WholeEvent, revision: EventRevision): Promise<void> {
  if (!series || revision.seriesId !== series.id) return;
  const changes = changesOf(revision);
  // What is on show is at a place that everybody may know of: the same for all.
  const content = { ...changes, ...(changes.venueId === undefined ? {} : { venueId: event.venueId }) };
  for (const id of await upcoming(step, series.id, 'AS_IT_SAYS')) {
    const other = id === event.id ? null : await lockFollower(step, series, id);
    if (other?.status !== 'PUBLISHED') continue;
    await holdPictures(step, { eventId: id }, content as Partial<StoredContent>);
    await changeEvent(
      step,
      other,
      { ...(content as Prisma.EventUncheckedUpdateManyInput), contentVersion: other.version + 1 },
      'UPDATED',
      revision.authorId,
    );
  }
  await changeSeries(step, series.id, { content: asJson({ ...contentOf(series), ...content } as StoredContent) });
}

/** What an erased person owned makes no occurrences any more; drafts of a series go with their events. */
export async function endSeriesOf(step: Step, userId: string): Promise<void> {
  const rows = await step.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM event_series WHERE creator_id = ${userId}::uuid AND organization_id IS NULL ORDER BY id`;
  for (const { id } of rows) {
    const series = await lockSeries(step, id);
    if (series?.status === 'ACTIVE') await changeSeries(step, id, { status: 'ENDED' });
  }
}

/** After their events. */
export const forgetDraftSeries = ({ tx }: Step, userId: string) =>
  tx.eventSeries.deleteMany({ where: { creatorId: userId, organizationId: null, status: 'DRAFT', events: { none: {} } } });
