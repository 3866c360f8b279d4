import type { FactOf } from '@marquee/platform';
import type { EventChanged, Topics } from '@marquee/schema/topics';
import type { EventRevision, Venue } from '../../generated/prisma/client';
import { fieldsOf, type EventContent } from './event-content';
import type { MetadataEntry, Performer } from './event-details';
import { priceOf } from './event-price';
import type { WholeEvent } from './event.types';

/** An event after a change of it. */
export const eventChanged = (event: WholeEvent, change: EventChanged['change']) => ({
  topic: 'event.changed' as const,
  key: event.id,
  payload: eventSnapshot(event, change),
});

/** An event whose present text curators are asked to judge. */
export const eventSubmitted = (event: WholeEvent, change: EventChanged['change'] = 'SUBMITTED') => ({
  topic: 'event.submitted' as const,
  key: event.id,
  payload: eventSnapshot(event, change),
});

/** What other subgraphs keep copies from. */
const eventSnapshot = (event: WholeEvent, change: EventChanged['change']): EventChanged => ({
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
  // What the organiser wants: it may come into force a little later.
  capacity: event.counts?.pendingCapacity ?? event.counts?.capacity ?? null,
  venue: event.venue && {
    id: event.venue.id,
    name: event.venue.name,
    city: event.venue.city,
    latitude: event.venue.latitude,
    longitude: event.venue.longitude,
  },
  price: priceOf(event),
  imageUrl: event.imageUrl,
  requirements: {
    requiresApproval: event.requiresApproval,
    invitationOnly: event.invitationOnly,
    minPoints: event.minPoints,
    minRating: event.minRating,
  },
  imported: event.source !== null,
  hidden: event.hidden,
  cancelReason: event.cancelReason,
  ...(event.seriesRole ? { occurrence: event.seriesRole } : {}),
  details: {
    shortDescription: event.shortDescription,
    videoUrl: event.videoUrl,
    ticketUrl: event.ticketUrl,
    accessibility: event.accessibility,
    accessibilityNote: event.accessibilityNote,
    minAge: event.minAge,
    maxAge: event.maxAge,
    petsAllowed: event.petsAllowed,
    outdoors: event.outdoors,
    languages: event.languages,
    neighbourhood: event.neighbourhood,
    metadata: event.metadata as unknown as MetadataEntry[],
    performers: event.performers as unknown as Performer[],
  },
});

/** A proposed change, with the event as it would be; or, once it is closed, that it is. */
export function revisionChanged(
  revision: EventRevision,
  event: WholeEvent,
  venue: Venue | null,
): FactOf<Pick<Topics, 'event.revision_changed'>> {
  const changes = revision.changes as Partial<EventContent>;
  const proposed = { ...event, ...changes, venue } as WholeEvent;
  return {
    topic: 'event.revision_changed',
    key: event.id,
    payload: {
      revisionId: revision.id,
      version: revision.version,
      eventId: event.id,
      authorId: revision.authorId,
      status: revision.status,
      changed: fieldsOf(changes),
      proposed: revision.status === 'PENDING' ? { ...eventSnapshot(proposed, 'UPDATED'), onlineUrl: proposed.onlineUrl } : null,
    },
  };
}
