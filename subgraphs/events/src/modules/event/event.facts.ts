import type { EventChanged } from '@marquee/schema/topics';
import { priceOf } from './event-price';
import type { WholeEvent } from './event.types';

/** An event after a change of it. */
export const eventChanged = (event: WholeEvent, change: EventChanged['change']) => ({
  topic: 'event.changed' as const,
  key: event.id,
  payload: snapshotOf(event, change),
});

/** An event whose present text curators are asked to judge. */
export const eventSubmitted = (event: WholeEvent, change: EventChanged['change'] = 'SUBMITTED') => ({
  topic: 'event.submitted' as const,
  key: event.id,
  payload: snapshotOf(event, change),
});

/** What other subgraphs keep copies from. */
const snapshotOf = (event: WholeEvent, change: EventChanged['change']): EventChanged => ({
  eventId: event.id,
  version: event.version,
  change,
  status: event.status,
  visibility: event.visibility,
  groupId: event.groupId,
  title: event.title,
  description: event.description,
  categorySlug: event.categorySlug,
  tags: event.tags,
  startsAt: event.startsAt.toISOString(),
  endsAt: event.endsAt.toISOString(),
  timezone: event.timezone,
  creatorId: event.creatorId,
  organizationId: event.organizationId,
  team: event.team.map(({ userId, role }) => ({ userId, role })),
  capacity: event.counts?.capacity ?? null,
  venue: event.venue && {
    id: event.venue.id,
    name: event.venue.name,
    city: event.venue.city,
    latitude: event.venue.latitude,
    longitude: event.venue.longitude,
  },
  price: priceOf(event),
  imageUrl: event.imageUrl,
  imported: event.source !== null,
  hidden: event.hidden,
  cancelReason: event.cancelReason,
});
