import type { Span } from './query-dates';
import type { Audience } from './words/askings';

export const PARTS_OF_QUERY = ['DATES', 'PRICE', 'AUDIENCE', 'PLACE', 'ORGANIZER', 'PERFORMER', 'CATEGORIES'] as const;
export type QueryPart = (typeof PARTS_OF_QUERY)[number];

/** Words of a query that mean one thing: as good as what was said is `strong`; what has to do with it is half as good. */
export interface WordGroup {
  words: string;
  strong: string[];
  related: string[];
}

/** Where words stand in the query: from that token, up to that one. */
export interface PlacedWords {
  words: string;
  begin: number;
  end: number;
}

export type PlacedGroup = WordGroup & PlacedWords;

export interface UnderstoodPlace {
  words: string;
  name: string;
  kind: 'NEAR_ME' | 'PART_OF_CITY' | 'STREET' | 'VENUE';
  circle: { latitude: number; longitude: number; radiusKm: number } | null;
  /** How texts and addresses call it. */
  called: string[];
}

/** What a query says, as far as words tell it. */
export interface Understanding {
  dates: (Span & { words: string }) | null;
  price: { words: string; under: number } | null;
  audiences: (WordGroup & { audience: Audience })[];
  place: UnderstoodPlace | null;
  categories: { words: string; slug: string }[];
  /** An organiser, by the whole name. */
  organizer: { words: string } | null;
  performer: { words: string } | null;
  /** What else must be looked for. */
  rest: PlacedGroup[];
  /** Words that stand together and may be the name of a place or of somebody, the longest first. */
  names: PlacedWords[];
  /** In quotes: must occur just so. */
  phrases: string[];
  forbidden: string[];
  /** All words in their order, for events that are called so. */
  name: string[];
  ignored: string[];
  /** It asks for events, and does not say for which. */
  isAnything: boolean;
}

export interface AskedFrom {
  now: Date;
  /** By whose calendar days are told. */
  zone: string;
  here: { latitude: number; longitude: number } | null;
  without: readonly QueryPart[];
}
