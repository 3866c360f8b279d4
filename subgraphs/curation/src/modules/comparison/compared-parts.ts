import type { ApprovedContent, EventCopy } from '../../generated/prisma/client';
import { wordDifference, type WordRun } from './word-difference';

export const PART_NAMES = [
  'TITLE',
  'DESCRIPTION',
  'CATEGORY',
  'TAGS',
  'STARTS_AT',
  'ENDS_AT',
  'TIMEZONE',
  'PLACE',
  'PRICE',
  'CAPACITY',
  'PICTURE',
] as const;
export type PartName = (typeof PART_NAMES)[number];
const TEXTS: readonly PartName[] = ['TITLE', 'DESCRIPTION', 'TAGS'];

/** What there is of something; a part that is not kept is not among them. */
export type Parts = Partial<Record<PartName, string | null>>;

export interface ComparedPart {
  name: PartName;
  one: string | null;
  other: string | null;
  same: boolean;
  words: WordRun[];
}

type Wording = Pick<ApprovedContent, 'title' | 'description' | 'categorySlug' | 'tags' | 'imageUrl'>;

export const partsOfWording = ({ title, description, categorySlug, tags, imageUrl }: Wording): Parts => ({
  TITLE: title,
  DESCRIPTION: description,
  CATEGORY: categorySlug,
  TAGS: [...tags].sort().join(', '),
  PICTURE: imageUrl,
});

export type ComparedEvent = Omit<EventCopy, 'signature'>;

export function partsOfEvent(event: ComparedEvent): Parts {
  const { startsAt, endsAt, timezone, venueName, city, capacity } = event;
  const price = event.price as { type: string; min: { amountMinor: number; currency: string } | null };
  return {
    ...partsOfWording(event),
    STARTS_AT: startsAt.toISOString(),
    ENDS_AT: endsAt.toISOString(),
    TIMEZONE: timezone,
    PLACE: [venueName, city].filter(Boolean).join(', ') || null,
    PRICE: price.min ? `${price.type} ${price.min.amountMinor} ${price.min.currency}` : price.type,
    CAPACITY: capacity === null ? null : String(capacity),
  };
}

/** What both have, part by part. */
export const comparedParts = (one: Parts, other: Parts): ComparedPart[] =>
  PART_NAMES.flatMap((name) => {
    const [before, after] = [one[name], other[name]];
    if (before === undefined || after === undefined) return [];
    const same = before === after;
    const words = same || !TEXTS.includes(name) ? [] : wordDifference(before ?? '', after ?? '');
    return [{ name, one: before, other: after, same, words }];
  });
