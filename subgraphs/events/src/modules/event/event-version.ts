import type { EventFormat, EventStatus, EventVisibility, OnlineProvider } from '../../generated/prisma/enums';
import type { MetadataEntry, Performer } from './event-details';
import { priceOf, type Price } from './event-price';
import type { RequirementsView, WholeEvent } from './event.types';

/** A place as it was told when a version was made: the row may have been mended, merged or forgotten since. */
export interface RecordedVenue {
  id: string;
  name: string;
  address: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** One version of an event, whole, as it is written into its history: JSON, so times are texts. */
export interface RecordedEvent {
  status: EventStatus;
  visibility: EventVisibility;
  groupId: string | null;
  organizationId: string | null;
  title: string;
  description: string;
  categorySlug: string;
  tags: string[];
  format: EventFormat;
  onlineUrl: string | null;
  venue: RecordedVenue | null;
  startsAt: string;
  endsAt: string;
  timezone: string;
  price: Price;
  requirements: RequirementsView;
  imageUrl: string | null;
  /** What the organiser wants: it may come into force a little later. */
  capacity: number | null;
  cancelReason: string | null;
  // Of versions that were written before these were known they are undefined.
  shortDescription?: string | null;
  videoUrl?: string | null;
  galleryIds?: string[];
  videoPosterId?: string | null;
  ticketUrl?: string | null;
  accessibility?: string[];
  accessibilityNote?: string | null;
  minAge?: number | null;
  maxAge?: number | null;
  petsAllowed?: boolean | null;
  outdoors?: boolean | null;
  languages?: string[];
  neighbourhood?: string | null;
  metadata?: MetadataEntry[];
  performers?: Performer[];
  onlineProvider?: OnlineProvider | null;
}

/** Each field with its name in the API, in the order in which differences are told. */
export const RECORDED_FIELDS = {
  status: 'STATUS',
  title: 'TITLE',
  description: 'DESCRIPTION',
  categorySlug: 'CATEGORY',
  tags: 'TAGS',
  startsAt: 'STARTS_AT',
  endsAt: 'ENDS_AT',
  timezone: 'TIMEZONE',
  format: 'FORMAT',
  venue: 'VENUE',
  onlineUrl: 'ONLINE_URL',
  capacity: 'CAPACITY',
  price: 'PRICE',
  requirements: 'REQUIREMENTS',
  imageUrl: 'IMAGE',
  visibility: 'VISIBILITY',
  groupId: 'GROUP',
  organizationId: 'ORGANIZATION',
  cancelReason: 'CANCEL_REASON',
  shortDescription: 'SHORT_DESCRIPTION',
  videoUrl: 'VIDEO',
  galleryIds: 'GALLERY',
  videoPosterId: 'VIDEO_POSTER',
  ticketUrl: 'TICKET_URL',
  accessibility: 'ACCESSIBILITY',
  accessibilityNote: 'ACCESSIBILITY_NOTE',
  minAge: 'MIN_AGE',
  maxAge: 'MAX_AGE',
  petsAllowed: 'PETS_ALLOWED',
  outdoors: 'OUTDOORS',
  languages: 'LANGUAGES',
  neighbourhood: 'NEIGHBOURHOOD',
  metadata: 'METADATA',
  performers: 'PERFORMERS',
  onlineProvider: 'ONLINE_PROVIDER',
} as const satisfies Record<keyof RecordedEvent, string>;

export type RecordedField = keyof RecordedEvent;
export type RecordedFieldName = (typeof RECORDED_FIELDS)[RecordedField];

const FIELDS = Object.keys(RECORDED_FIELDS) as RecordedField[];

/** What a version keeps of an event. */
export function recordedOf(event: WholeEvent): RecordedEvent {
  const { status, visibility, groupId, organizationId, title, description, categorySlug, tags, format, onlineUrl } = event;
  const { venue, counts, timezone, imageUrl, cancelReason, requiresApproval, invitationOnly, minPoints, minRating } = event;
  return {
    ...{ status, visibility, groupId, organizationId, title, description, categorySlug, tags, format, onlineUrl },
    venue: venue && placeOf(venue),
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    timezone,
    price: priceOf(event),
    requirements: { requiresApproval, invitationOnly, minPoints, minRating },
    imageUrl,
    capacity: counts?.pendingCapacity ?? counts?.capacity ?? null,
    cancelReason,
    ...detailsOf(event),
  };
}

function detailsOf(event: WholeEvent) {
  const { shortDescription, videoUrl, ticketUrl, accessibility, accessibilityNote, minAge, maxAge, petsAllowed, outdoors } = event;
  const { languages, neighbourhood, metadata, onlineProvider, galleryIds, videoPosterId } = event;
  return {
    ...{ shortDescription, videoUrl, ticketUrl, accessibility, accessibilityNote, minAge, maxAge, petsAllowed, outdoors },
    ...{ languages, neighbourhood, metadata: metadata as unknown as MetadataEntry[], onlineProvider },
    performers: event.performers as unknown as Performer[],
    ...{ galleryIds, videoPosterId },
  };
}

const placeOf = ({ id, name, address, city, latitude, longitude }: RecordedVenue): RecordedVenue => ({
  ...{ id, name, address, city, latitude, longitude },
});

/** The names in the API of stored field names; what a later release wrote and this one does not know is left out. */
export const fieldNames = (stored: readonly string[]): RecordedFieldName[] =>
  FIELDS.filter((field) => stored.includes(field)).map((field) => RECORDED_FIELDS[field]);

export interface FieldDifference {
  field: RecordedFieldName;
  before: string | null;
  after: string | null;
}

/** What differs between two versions, field by field, as text for people to read. */
export const differencesBetween = (one: RecordedEvent, other: RecordedEvent): FieldDifference[] =>
  FIELDS.map((field) => ({ field: RECORDED_FIELDS[field], before: asText(one, field), after: asText(other, field) })).filter(
    ({ before, after }) => before !== after,
  );

/** Whatever differs between two values differs in their texts, too. */
function asText(event: RecordedEvent, field: RecordedField): string | null {
  if (field === 'venue') return event.venue && placeText(event.venue);
  if (field === 'price') return priceText(event.price);
  if (field === 'requirements') return requirementsText(event.requirements);
  if (field === 'metadata') return listText((event.metadata ?? []).map(({ key, value }) => `${key}: ${value}`));
  if (field === 'performers') return listText((event.performers ?? []).map(({ name, url }) => (url === null ? name : `${name} <${url}>`)));
  const value = event[field];
  if (Array.isArray(value)) return listText(value);
  return value === null || value === undefined ? null : String(value);
}

const listText = (values: readonly string[]): string | null => (values.length > 0 ? values.join(', ') : null);

function placeText({ name, address, city, latitude, longitude }: RecordedVenue): string {
  const point = latitude === null || longitude === null ? null : `${latitude}, ${longitude}`;
  return [name, address, city, point].filter((part) => part !== null).join(' · ');
}

function priceText({ type, min, max }: Price): string {
  const amounts = [min, max].filter((money) => money !== null).map(({ amountMinor, currency }) => `${amountMinor} ${currency}`);
  return [type, ...amounts].join(' ');
}

function requirementsText({ requiresApproval, invitationOnly, minPoints, minRating }: RequirementsView): string | null {
  const parts = [
    requiresApproval ? 'approval' : null,
    invitationOnly ? 'invitation' : null,
    minPoints === null ? null : `${minPoints} points`,
    minRating === null ? null : `rating ${minRating}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}
