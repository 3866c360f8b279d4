import { isDeepStrictEqual } from 'node:util';
import type { EventFormat, OnlineProvider } from '../../generated/prisma/enums';

/** What of a published event is approved before it is shown: its words, its picture, and where it takes place. */
export interface EventContent {
  title: string;
  description: string;
  categorySlug: string;
  tags: string[];
  format: EventFormat;
  onlineUrl: string | null;
  venueId: string | null;
  imageUrl: string | null;
  galleryIds: string[];
  videoPosterId: string | null;
  shortDescription: string | null;
  videoUrl: string | null;
  ticketUrl: string | null;
  accessibilityNote: string | null;
  neighbourhood: string | null;
  /** A list of MetadataEntry, as JSON. */
  metadata: unknown;
  /** A list of Performer, as JSON. */
  performers: unknown;
  onlineProvider: OnlineProvider | null;
}

/** Each field with its name in the API. */
export const CONTENT_FIELDS = {
  title: 'TITLE',
  description: 'DESCRIPTION',
  categorySlug: 'CATEGORY',
  tags: 'TAGS',
  format: 'FORMAT',
  onlineUrl: 'ONLINE_URL',
  venueId: 'VENUE',
  imageUrl: 'IMAGE',
  galleryIds: 'GALLERY',
  videoPosterId: 'VIDEO_POSTER',
  shortDescription: 'SHORT_DESCRIPTION',
  videoUrl: 'VIDEO',
  ticketUrl: 'TICKET_URL',
  accessibilityNote: 'ACCESSIBILITY_NOTE',
  neighbourhood: 'NEIGHBOURHOOD',
  metadata: 'METADATA',
  performers: 'PERFORMERS',
  onlineProvider: 'ONLINE_PROVIDER',
} as const satisfies Record<keyof EventContent, string>;

/** The fields that a change names. */
export const fieldsOf = (changes: Partial<EventContent>): (keyof EventContent)[] =>
  (Object.keys(CONTENT_FIELDS) as (keyof EventContent)[]).filter((name) => changes[name] !== undefined);

/** What a change of an event says of its content, and the rest of it, which needs nobody's approval. */
export function splitContent<Patch extends Partial<EventContent>>(patch: Patch): { content: Partial<EventContent>; rest: Patch } {
  const isContent = (name: string) => Object.hasOwn(CONTENT_FIELDS, name);
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return {
    content: Object.fromEntries(entries.filter(([name]) => isContent(name))) as Partial<EventContent>,
    rest: Object.fromEntries(entries.filter(([name]) => !isContent(name))) as Patch,
  };
}

/** Of what is wished, that which differs from what is on show. */
export const differing = (shown: EventContent, wished: Partial<EventContent>): Partial<EventContent> =>
  Object.fromEntries(
    fieldsOf(wished)
      .filter((name) => !isDeepStrictEqual(shown[name], wished[name]))
      .map((name) => [name, wished[name]]),
  ) as Partial<EventContent>;
