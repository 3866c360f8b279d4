import { keepNewer, type Viewer } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { AttendanceCopy, EventCopy } from '../../generated/prisma/client';
import { bandsOf, fingerprintOf } from '../text/fingerprint';
import { contentHash, snapshotOf } from './event-snapshot';
import { maySeeEvent } from './event-visibility';

/** What a fact did to the copy of its event. */
export interface EventCopyChange {
  previous: EventCopy | null;
  current: EventCopy;
}

/**
 * Lets one transaction at a time work on what belongs to these events; held until it ends. A lock of its own and not a row, because the
 * first fact of an event finds no row. The ids are sorted, so that two transactions never wait for each other.
 */
export async function lockEvents({ tx }: Pick<Step, 'tx'>, eventIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(e.id, 0))::text
    FROM (SELECT DISTINCT unnest(${[...eventIds].sort()}::text[]) AS id ORDER BY 1) AS e`;
}

/** The event and the viewer's own attendance of it; null when the viewer may not see the event. */
export async function visibleEvent(
  { tx }: Step,
  eventId: string,
  viewer: Viewer,
): Promise<{ event: Omit<EventCopy, 'signature'>; attendance: AttendanceCopy | null } | null> {
  const event = await tx.eventCopy.findUnique({ where: { eventId }, omit: { signature: true } });
  const attendance = await tx.attendanceCopy.findUnique({ where: { eventId_userId: { eventId, userId: viewer.id } } });
  return event && maySeeEvent(event, viewer, attendance) ? { event, attendance } : null;
}

/**
 * Keeps a snapshot if it is newer than the copy; null when it is late or repeated, which then teaches at most that the event was on
 * show. The event must be locked.
 */
export async function keepEvent(step: Step, event: EventChanged): Promise<EventCopyChange | null> {
  const { tx } = step;
  const { eventId } = event;
  const previous = await tx.eventCopy.findUnique({ where: { eventId } });
  const isOnShow = event.status === 'PUBLISHED' || event.status === 'COMPLETED';
  const current = copyOf(event, isOnShow || previous?.wasPublished === true);
  if (await keepNewer(tx, 'event_copies', ['eventId'], { ...current })) {
    await keepBands(step, eventId, bandsOf(current.signature));
    return { previous, current };
  }
  if (isOnShow && !previous?.wasPublished) await tx.eventCopy.update({ where: { eventId }, data: { wasPublished: true } });
  return null;
}

async function keepBands({ tx }: Step, eventId: string, bands: readonly number[]): Promise<void> {
  // Bands that stay are left alone: most edits change few of them, or none.
  await tx.$executeRaw`
    WITH gone AS (DELETE FROM event_bands WHERE event_id = ${eventId}::uuid AND band <> ALL (${[...bands]}::int[]))
    INSERT INTO event_bands (band, event_id) SELECT unnest(${[...bands]}::int[]), ${eventId}::uuid ON CONFLICT DO NOTHING`;
}

/** Of a deleted event nothing is kept but that it was there. Column by column, because facts may have more properties one day. */
function copyOf(event: EventChanged, wasPublished: boolean): EventCopy {
  const { eventId, version, status, visibility, groupId, categorySlug, tags, timezone, venue } = event;
  const { creatorId, organizationId, capacity, imageUrl, imported } = event;
  const deleted = event.change === 'DELETED';
  const { title, description } = deleted ? { title: '', description: '' } : event;
  return {
    ...{ eventId, version, status, visibility, groupId, title, description, categorySlug, tags, timezone },
    ...{ creatorId, organizationId, capacity, imageUrl, imported, deleted, wasPublished },
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    venueId: venue?.id ?? null,
    venueName: venue?.name ?? null,
    city: venue?.city ?? null,
    latitude: venue?.latitude ?? null,
    longitude: venue?.longitude ?? null,
    price: event.price as unknown as EventCopy['price'],
    hidden: event.hidden === true,
    contentHash: contentHash(snapshotOf(event)),
    ...fingerprintOf({ title, description }),
  };
}
