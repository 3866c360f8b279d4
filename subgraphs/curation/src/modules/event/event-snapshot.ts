import { createHash } from 'node:crypto';
import type { EventChanged, MoneyPayload } from '@marquee/schema/topics';
import type { EventCopy } from '../../generated/prisma/client';

/** What of an event is judged: by the screening, by a curator, by the search for duplicates. */
export interface EventSnapshot {
  eventId: string;
  creatorId: string;
  title: string;
  description: string;
  categorySlug: string;
  tags: readonly string[];
  startsAt: Date;
  endsAt: Date;
  venue: { id: string; name: string; latitude: number | null; longitude: number | null } | null;
  price: { type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN'; min: MoneyPayload | null };
  imageUrl: string | null;
}

/** All words and addresses that an event shows beside its title: what is not in the description is judged as if it were. */
export function judgedText({ description, details }: EventChanged): string {
  if (!details) return description;
  const { shortDescription, accessibilityNote, neighbourhood, videoUrl, ticketUrl, metadata, performers = [] } = details;
  const texts = metadata.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const performing = performers.flatMap(({ name, url }) => [name, url]);
  return [description, shortDescription, accessibilityNote, neighbourhood, videoUrl, ticketUrl, ...texts, ...performing]
    .filter(Boolean)
    .join('\n');
}

export function snapshotOf(event: EventChanged): EventSnapshot {
  const description = judgedText(event);
  const { eventId, creatorId, title, categorySlug, tags, venue, price, imageUrl } = event;
  return {
    eventId,
    creatorId,
    title,
    description,
    categorySlug,
    tags,
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    venue,
    price,
    imageUrl,
  };
}

export function snapshotOfCopy(copy: EventCopy): EventSnapshot {
  const { eventId, creatorId, title, description, categorySlug, tags, startsAt, endsAt, imageUrl, latitude, longitude } = copy;
  const venue = copy.venueId ? { id: copy.venueId, name: copy.venueName ?? '', latitude, longitude } : null;
  return {
    eventId,
    creatorId,
    title,
    description,
    categorySlug,
    tags,
    startsAt,
    endsAt,
    venue,
    price: copy.price as unknown as EventSnapshot['price'],
    imageUrl,
  };
}

/** Two versions of an event with the same hash are the same to a curator: nobody need look again. */
export function contentHash(event: EventSnapshot): string {
  const { title, description, categorySlug, tags, venue, price, imageUrl } = event;
  const judged = [
    title,
    description,
    categorySlug,
    [...tags].sort(),
    event.startsAt.toISOString(),
    event.endsAt.toISOString(),
    venue && [venue.id, venue.name, venue.latitude, venue.longitude],
    [price.type, price.min?.amountMinor ?? null, price.min?.currency ?? null],
    imageUrl,
  ];
  return createHash('sha256').update(JSON.stringify(judged)).digest('base64url');
}

/** Two versions with the same hash read alike, whenever they take place and whatever they cost. */
export function wordingHash({ title, description, categorySlug, tags, venue, imageUrl }: EventSnapshot): string {
  const read = [title, description, categorySlug, [...tags].sort(), venue?.id ?? null, imageUrl];
  return createHash('sha256').update(JSON.stringify(read)).digest('base64url');
}

/** Can a curator's decision still change anything about it? */
export const isAlive = (copy: Pick<EventCopy, 'deleted' | 'status'>): boolean =>
  !copy.deleted && ['PENDING_REVIEW', 'PUBLISHED'].includes(copy.status);

/** Given back to its owner, who may appeal: only that can still change anything about it. */
export const isRefused = (copy: Pick<EventCopy, 'deleted' | 'status'>): boolean =>
  !copy.deleted && ['REJECTED', 'NEEDS_REVISION'].includes(copy.status);

/** Over or called off, and still to be seen: all that a decision can do is to hide it. */
export const isOverOnShow = (copy: Pick<EventCopy, 'deleted' | 'status' | 'wasPublished'>): boolean =>
  !copy.deleted && copy.wasPublished && ['COMPLETED', 'CANCELLED'].includes(copy.status);
