import type { Correction } from './query-spelling';
import type { Understanding } from './query-meaning';

/** What a query was taken to mean, as apps show it. */
export interface Understood {
  dates: { words: string; from: Date; to: Date } | null;
  price: { words: string; atMost: number } | null;
  audiences: { words: string; audience: Understanding['audiences'][number]['audience'] }[];
  place: {
    words: string;
    name: string;
    kind: 'NEAR_ME' | 'PART_OF_CITY' | 'STREET' | 'VENUE';
    latitude: number | null;
    longitude: number | null;
    radiusKm: number | null;
  } | null;
  organizer: { words: string } | null;
  performer: { words: string } | null;
  categories: { words: string; slug: string }[];
  rest: string[];
  corrections: Correction[];
  ignoredWords: string[];
  isLoose: boolean;
}

interface Read {
  understood: Understanding;
  corrections: Correction[];
  ignoredWords: string[];
}

export function understoodOf({ understood, corrections, ignoredWords }: Read, isLoose: boolean): Understood {
  const { dates, price, audiences, place, organizer, performer, categories, rest, phrases } = understood;
  return {
    dates,
    price: price && { words: price.words, atMost: price.under },
    audiences: audiences.map(({ words, audience }) => ({ words, audience })),
    place: place && {
      words: place.words,
      name: place.name,
      kind: place.kind,
      latitude: place.circle?.latitude ?? null,
      longitude: place.circle?.longitude ?? null,
      radiusKm: place.circle?.radiusKm ?? null,
    },
    organizer,
    performer,
    categories,
    rest: [...new Set([...rest.map(({ words }) => words).filter((words) => !ignoredWords.includes(words)), ...phrases])],
    corrections,
    ignoredWords,
    isLoose,
  };
}
