import type { EventChanged } from '@marquee/schema/topics';
import type { Tx } from '../../db';
import type { EventCopy } from '../../generated/prisma/client';
import { bandsOf, fingerprintOf } from '../assessment/duplicate.fingerprint';
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

/**
 * Takes in a snapshot if it is newer than what is known; null when it is late or repeated, which then teaches at most that the event was
 * on show. The event must be locked.
 */
export async function takeInEvent(tx: Tx, event: EventChanged): Promise<CopyChange | null> {
  const previous = await tx.eventCopy.findUnique({ where: { eventId: event.eventId } });
  if (!previous || previous.version < event.version) {
    const copy = copyOf(event);
    await store(tx, copy);
    return { previous, current: { ...copy, wasPublished: copy.wasPublished || previous?.wasPublished === true } };
  }
  if (isOnShow(event) && !previous.wasPublished) {
    await tx.eventCopy.update({ where: { eventId: event.eventId }, data: { wasPublished: true } });
  }
  return null;
}

/** The copy and its bands, in one statement. */
async function store(tx: Tx, copy: EventCopy): Promise<void> {
  const row = JSON.stringify(rowOf(copy));
  // The bands that stay are left alone: removing and adding the same row in one statement would end without it.
  await tx.$executeRaw`
    WITH taken AS (
      INSERT INTO event_copies AS known
      SELECT * FROM jsonb_populate_record(NULL::event_copies, ${row}::jsonb)
      ON CONFLICT (event_id) DO UPDATE SET
        (version, status, visibility, group_id, title, description, category_slug, tags, starts_at, ends_at, timezone, creator_id,
         organization_id, capacity, venue_id, venue_name, city, latitude, longitude, price, image_url, imported, deleted, content_hash,
         match_title, signature, was_published, hidden)
        = (excluded.version, excluded.status, excluded.visibility, excluded.group_id, excluded.title, excluded.description,
         excluded.category_slug, excluded.tags, excluded.starts_at, excluded.ends_at, excluded.timezone, excluded.creator_id,
         excluded.organization_id, excluded.capacity, excluded.venue_id, excluded.venue_name, excluded.city, excluded.latitude,
         excluded.longitude, excluded.price, excluded.image_url, excluded.imported, excluded.deleted, excluded.content_hash,
         excluded.match_title, excluded.signature, known.was_published OR excluded.was_published,
         excluded.hidden)
      WHERE known.version < excluded.version
      RETURNING event_id
    ), banded AS (
      SELECT t.event_id, r.bands FROM taken t
      JOIN jsonb_to_record(${row}::jsonb) AS r(event_id uuid, bands int[]) ON r.event_id = t.event_id
    ), gone AS (
      DELETE FROM event_bands b USING banded WHERE b.event_id = banded.event_id AND b.band <> ALL (banded.bands)
    ), come AS (
      INSERT INTO event_bands (band, event_id) SELECT unnest(bands), event_id FROM banded ON CONFLICT DO NOTHING
    )
    SELECT FROM taken`;
}

/** Of a deleted event nothing is kept but that it was there. */
function copyOf(event: EventChanged): EventCopy {
  const { change, venue, price, startsAt, endsAt, imageUrl, ...kept } = event;
  const deleted = change === 'DELETED';
  const { title, description } = deleted ? { title: '', description: '' } : event;
  return {
    ...kept,
    title,
    description,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    venueId: venue?.id ?? null,
    venueName: venue?.name ?? null,
    city: venue?.city ?? null,
    latitude: venue?.latitude ?? null,
    longitude: venue?.longitude ?? null,
    price: price as unknown as EventCopy['price'],
    imageUrl,
    deleted,
    wasPublished: isOnShow(event),
    hidden: event.hidden === true,
    contentHash: contentHash(snapshotOf(event)),
    ...fingerprintOf({ title, description }),
  };
}

/** By column name, as Postgres reads it from JSON. What is no column is passed over there; `bands` are for event_bands. */
function rowOf(copy: EventCopy): Record<string, unknown> {
  const columns = Object.entries(copy).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]);
  return { ...Object.fromEntries(columns), bands: bandsOf(copy.signature) };
}

const isOnShow = ({ status }: Pick<EventChanged, 'status'>): boolean => status === 'PUBLISHED' || status === 'COMPLETED';

/** Can a curator's decision still change anything about it? */
export const isAlive = (copy: Pick<EventCopy, 'deleted' | 'status'>): boolean =>
  !copy.deleted && ['PENDING_REVIEW', 'PUBLISHED'].includes(copy.status);
