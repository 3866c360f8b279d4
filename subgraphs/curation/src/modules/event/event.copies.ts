import type { EventChanged } from '@marquee/schema/topics';
import type { Tx } from '../../db';
import type { EventCopy } from '../../generated/prisma/client';
import { fingerprintOf } from '../assessment/duplicate.fingerprint';
import { contentHash, snapshotOf } from './event.snapshot';

/** What a fact did to the copy of its event. */
export interface CopyChange {
  previous: EventCopy | null;
  current: EventCopy;
}

/**
 * Lets one transaction at a time work on what belongs to these events; held until it ends. A lock of its own and not a row, because the
 * first fact of an event finds no row. The ids are sorted, so that two transactions never wait for each other.
 */
export async function lockEvents(tx: Tx, eventIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(e.id, 0))::text
    FROM (SELECT DISTINCT unnest(${[...eventIds].sort()}::text[]) AS id ORDER BY 1) AS e`;
}

/** Takes in a snapshot if it is newer than what is known; null when it is late or repeated, which then teaches at most that it was public. The event must be locked. */
export async function takeInEvent(tx: Tx, event: EventChanged): Promise<CopyChange | null> {
  const previous = await tx.eventCopy.findUnique({ where: { eventId: event.eventId } });
  if (previous && previous.version >= event.version) {
    if (isPublished(event))
      await tx.eventCopy.updateMany({ where: { eventId: event.eventId, wasPublished: false }, data: { wasPublished: true } });
    return null;
  }
  await upsertEventCopies(tx, [event]);
  return { previous, current: await tx.eventCopy.findUniqueOrThrow({ where: { eventId: event.eventId } }) };
}

/** Many snapshots in one statement; of each event the newer version stays. Answers how many were new. */
export async function upsertEventCopies(tx: Tx, events: readonly EventChanged[]): Promise<number> {
  const rows = events.map(rowOf);
  return tx.$executeRaw`
    INSERT INTO event_copies AS known
    SELECT * FROM jsonb_populate_recordset(NULL::event_copies, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (event_id) DO UPDATE SET
      (version, status, visibility, group_id, title, description, category_slug, tags, starts_at, ends_at, timezone, creator_id,
       organization_id, capacity, venue_id, venue_name, city, latitude, longitude, price, image_url, imported, deleted, content_hash,
       match_title, signature, bands, was_published)
      = (excluded.version, excluded.status, excluded.visibility, excluded.group_id, excluded.title, excluded.description,
       excluded.category_slug, excluded.tags, excluded.starts_at, excluded.ends_at, excluded.timezone, excluded.creator_id,
       excluded.organization_id, excluded.capacity, excluded.venue_id, excluded.venue_name, excluded.city, excluded.latitude,
       excluded.longitude, excluded.price, excluded.image_url, excluded.imported, excluded.deleted, excluded.content_hash,
       excluded.match_title, excluded.signature, excluded.bands, known.was_published OR excluded.was_published)
    WHERE known.version < excluded.version`;
}

/** By column name, as Postgres reads it from JSON. Of a deleted event nothing is kept but that it was there. */
function rowOf(event: EventChanged): Record<string, unknown> {
  const deleted = event.change === 'DELETED';
  const { title, description } = deleted ? { title: '', description: '' } : event;
  const fingerprint = fingerprintOf({ title, description });
  return {
    event_id: event.eventId,
    version: event.version,
    status: event.status,
    visibility: event.visibility,
    group_id: event.groupId,
    title,
    description,
    category_slug: event.categorySlug,
    tags: event.tags,
    starts_at: event.startsAt,
    ends_at: event.endsAt,
    timezone: event.timezone,
    creator_id: event.creatorId,
    organization_id: event.organizationId,
    capacity: event.capacity,
    venue_id: event.venue?.id ?? null,
    venue_name: event.venue?.name ?? null,
    city: event.venue?.city ?? null,
    latitude: event.venue?.latitude ?? null,
    longitude: event.venue?.longitude ?? null,
    price: event.price,
    image_url: event.imageUrl,
    imported: event.imported,
    deleted,
    was_published: isPublished(event),
    content_hash: contentHash(snapshotOf(event)),
    match_title: fingerprint.matchTitle,
    signature: fingerprint.signature,
    bands: fingerprint.bands,
  };
}

const isPublished = ({ status }: Pick<EventChanged, 'status'>): boolean => status === 'PUBLISHED' || status === 'COMPLETED';

/** Can a curator's decision still change anything about it? */
export const isAlive = (copy: Pick<EventCopy, 'deleted' | 'status'>): boolean =>
  !copy.deleted && ['PENDING_REVIEW', 'PUBLISHED'].includes(copy.status);
