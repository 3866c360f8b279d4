import { DateTime } from 'luxon';
import type { Venue } from '../../generated/prisma/client';
import type { VenueValue } from '../venue/venue.input';
import { SHARED } from '../venue/venue-scope';
import type { AccessibilityFeature, MetadataEntry, Performer } from './event-details';
import { priceOf } from './event-price';
import type { WholeEvent } from './event.types';

/** What of an event is taken over into another one: all that its organiser wrote, but for times, owner and place. */
export function draftOf(event: WholeEvent) {
  const { title, description, timezone, categorySlug, tags, visibility, groupId, format, onlineUrl, imageUrl } = event;
  const { shortDescription, videoUrl, ticketUrl, accessibilityNote, minAge, maxAge, petsAllowed, outdoors, languages } = event;
  const { galleryIds, videoPosterId, neighbourhood, onlineProvider, requiresApproval, invitationOnly, minPoints, minRating } = event;
  const price = priceOf(event);
  return {
    ...{ title, description, timezone, categorySlug, tags, visibility, groupId, format, onlineUrl, imageUrl },
    ...{ shortDescription, videoUrl, ticketUrl, accessibilityNote, minAge, maxAge, petsAllowed, outdoors, languages },
    ...{
      galleryIds,
      videoPosterId,
      neighbourhood,
      onlineProvider,
      requirements: { requiresApproval, invitationOnly, minPoints, minRating },
    },
    accessibility: event.accessibility as AccessibilityFeature[],
    metadata: event.metadata as unknown as MetadataEntry[],
    performers: event.performers as unknown as Performer[],
    capacity: event.counts?.pendingCapacity ?? event.counts?.capacity ?? null,
    // Only importers know events of which nobody knows what they cost.
    price: price.type === 'UNKNOWN' ? null : price,
  };
}

/** The same weekday and time of day in its zone, the first week that begins after `now`. */
export function nextWeek(startsAt: Date, timezone: string, now: Date): Date {
  const start = DateTime.fromJSDate(startsAt, { zone: timezone });
  const weeks = Math.max(1, Math.floor(DateTime.fromJSDate(now, { zone: timezone }).diff(start, 'weeks').weeks) + 1);
  return start.plus({ weeks }).toJSDate();
}

/** A private place of somebody else's is told anew, as their own whose event it will be. */
export function placeOf(venue: Venue | null, ownerId: string | null): { venue: VenueValue | null; venueId: string | null } {
  if (!venue) return { venue: null, venueId: null };
  if (venue.scope === SHARED || venue.scope === ownerId) return { venue: null, venueId: venue.id };
  const { name, address, city, latitude, longitude } = venue;
  return { venue: { name, address, city, latitude, longitude }, venueId: null };
}
