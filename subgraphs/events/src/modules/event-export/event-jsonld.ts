import { DateTime } from 'luxon';
import type { ExportedEvent } from './event-export.types';
import { pricesOf } from './exported-price';

const MODES = { IN_PERSON: 'OfflineEventAttendanceMode', VIRTUAL: 'OnlineEventAttendanceMode', HYBRID: 'MixedEventAttendanceMode' };

/** An event in the words of schema.org, as imports read it. */
export function jsonLdOf(event: ExportedEvent): Record<string, unknown> {
  const time = (at: Date) => DateTime.fromJSDate(at, { zone: event.timezone }).toISO({ suppressMilliseconds: true });
  const prices = pricesOf(event);
  const record = {
    '@type': 'Event',
    '@id': `urn:uuid:${event.id}`,
    name: event.title,
    description: event.description || null,
    startDate: time(event.startsAt),
    endDate: time(event.endsAt),
    scheduleTimezone: event.timezone,
    eventStatus: `https://schema.org/${event.status === 'CANCELLED' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: `https://schema.org/${MODES[event.format]}`,
    location: [placeOf(event), event.onlineUrl && { '@type': 'VirtualLocation', url: event.onlineUrl }].filter(Boolean),
    url: event.externalUrl,
    image: event.imageUrl,
    category: event.category,
    keywords: event.tags,
    organizer: event.organizer && { '@type': 'Organization', name: event.organizer },
    performer: event.performers.map(({ name, url }) => ({ '@type': 'PerformingGroup', name, ...(url ? { url } : {}) })),
    maximumAttendeeCapacity: event.capacity,
    isAccessibleForFree: event.priceType === 'FREE' ? true : event.priceType === 'UNKNOWN' ? null : false,
    offers:
      event.priceType === 'DONATION' && prices.length === 0
        ? { '@type': 'Offer', price: 'Pay what you can' }
        : prices.map((price) => ({ '@type': 'Offer', price, priceCurrency: event.priceCurrency })),
  };
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

function placeOf({ venueName, address, city, latitude, longitude }: ExportedEvent): Record<string, unknown> | null {
  if (venueName === null) return null;
  return {
    '@type': 'Place',
    name: venueName,
    address: { '@type': 'PostalAddress', ...(address ? { streetAddress: address } : {}), ...(city ? { addressLocality: city } : {}) },
    ...(latitude !== null && longitude !== null ? { geo: { '@type': 'GeoCoordinates', latitude, longitude } } : {}),
  };
}
