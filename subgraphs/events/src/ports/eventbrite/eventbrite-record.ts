/** An event as Eventbrite's API v3 has it; of its fields those that are read. https://www.eventbrite.com/platform/api#/reference/event */
export interface EventbriteEvent {
  id?: string;
  name?: { text?: string | null } | null;
  summary?: string | null;
  description?: { html?: string | null; text?: string | null } | null;
  url?: string | null;
  start?: { timezone?: string; local?: string; utc?: string } | null;
  end?: { timezone?: string; local?: string; utc?: string } | null;
  status?: string;
  listed?: boolean;
  online_event?: boolean;
  is_free?: boolean;
  capacity?: number | null;
  logo?: { url?: string; original?: { url?: string } | null } | null;
  organizer?: { name?: string | null } | null;
  category?: { name?: string | null } | null;
  format?: { name?: string | null } | null;
  venue?: {
    name?: string | null;
    latitude?: string | null;
    longitude?: string | null;
    address?: { address_1?: string | null; city?: string | null; country?: string | null } | null;
  } | null;
  ticket_availability?: {
    minimum_ticket_price?: { major_value?: string; currency?: string } | null;
    maximum_ticket_price?: { major_value?: string; currency?: string } | null;
  } | null;
}

/** What Eventbrite tells and an event here has no field for. */
const NOT_KEPT = ['subcategory_id', 'age_restriction', 'refund_policy', 'show_remaining', 'series_id', 'hide_start_date'];

/** Null for what is nobody's to see there: a draft, or an event that is not listed. */
export function recordOfEvent(event: EventbriteEvent): { record: Record<string, unknown>; dropped: string[] } | null {
  if (event.status === 'draft' || event.listed === false) return null;
  const { start, end, venue, ticket_availability: prices } = event;
  const address = venue?.address;
  const offers = [prices?.minimum_ticket_price, prices?.maximum_ticket_price].flatMap((price) =>
    price?.major_value ? [{ price: price.major_value, priceCurrency: price.currency }] : [],
  );
  const record = {
    '@type': 'Event',
    '@id': event.id && `eventbrite:${event.id}`,
    name: event.name?.text,
    description: event.description?.html ?? event.description?.text ?? event.summary,
    startDate: start?.local ?? start?.utc,
    endDate: end?.local ?? end?.utc,
    scheduleTimezone: start?.timezone,
    eventStatus: event.status === 'canceled' ? 'EventCancelled' : undefined,
    eventAttendanceMode: event.online_event ? 'OnlineEventAttendanceMode' : undefined,
    url: event.url,
    image: event.logo?.original?.url ?? event.logo?.url,
    organizer: event.organizer?.name ? { '@type': 'Organization', name: event.organizer.name } : undefined,
    keywords: [event.category?.name, event.format?.name].filter(Boolean),
    maximumAttendeeCapacity: event.capacity || undefined,
    isAccessibleForFree: event.is_free || undefined,
    offers: !event.is_free && offers.length > 0 ? offers : undefined,
    location: venue && {
      '@type': 'Place',
      name: venue.name,
      address: { streetAddress: address?.address_1, addressLocality: address?.city, addressCountry: address?.country },
      geo: venue.latitude && venue.longitude ? { latitude: venue.latitude, longitude: venue.longitude } : undefined,
    },
  };
  const dropped = NOT_KEPT.filter((name) => Boolean((event as Record<string, unknown>)[name]));
  return { record: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)), dropped };
}
