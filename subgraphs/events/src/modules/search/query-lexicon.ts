import { PARTS, TIME_NAMES } from './query-dates';
import { folded, keyOf, keys, names } from './query-words';
import { AUDIENCES, CHEAP_WORDS, FILLERS, FREE_WORDS, NEAR_ME_WORDS, STOP_WORDS, UNDER_WORDS, type Audience } from './words/askings';
import { COMPOUNDS, CONCEPTS, SPELLINGS } from './words/concepts';
import { TORONTO, TORONTO_NAMES } from './words/toronto';

const marks = (...lists: string[]): Map<string, true> => new Map(lists.flatMap(keys).map((key) => [key, true]));

export const FREE = marks(FREE_WORDS);
export const CHEAP = marks(CHEAP_WORDS);
export const UNDER = marks(UNDER_WORDS);
export const NEAR_ME = marks(NEAR_ME_WORDS);
export const FILLER = marks(...FILLERS);
export const STOP: ReadonlySet<string> = new Set(STOP_WORDS.flatMap(names));
export const STREET: ReadonlySet<string> = new Set(
  names('street, st, avenue, ave, road, rd, boulevard, blvd, drive, dr, crescent, lane, quay, strasse, straße, rue'),
);

export const AUDIENCE_OF: ReadonlyMap<string, Audience> = new Map(
  (Object.keys(AUDIENCES) as Audience[]).flatMap((audience) => keys(AUDIENCES[audience].asked).map((key) => [key, audience] as const)),
);

export interface PlaceMeaning {
  names: string[];
  latitude: number;
  longitude: number;
  radiusKm: number;
}

export const PLACE_OF: ReadonlyMap<string, PlaceMeaning> = new Map(
  TORONTO.flatMap((place) => keys(place.names).map((key) => [key, { ...place, names: names(place.names) }] as const)),
);

export interface Meaning {
  strong: string[];
  related: string[];
  slugs: readonly string[];
}

const concepts = new Map<string, Meaning[]>();
for (const { words, related = '', asked = '', slugs = [] } of CONCEPTS) {
  const meaning = { strong: words.split(', '), related: related ? related.split(', ') : [], slugs };
  for (const key of [...keys(words), ...keys(asked)]) if (!concepts.has(key)) concepts.set(key, [meaning]);
}
for (const [short, long] of Object.entries(TORONTO_NAMES)) concepts.set(short, [{ strong: [long], related: [], slugs: [] }]);
for (const [compound, parts] of Object.entries(COMPOUNDS))
  concepts.set(
    compound,
    parts.flatMap((part) => concepts.get(part) ?? [bare(part)]),
  );

function bare(word: string): Meaning {
  return { strong: [word], related: [], slugs: [] };
}

/** A word as the lists have it: without the ending of a plural, where the plural is not in them. */
const forms = (key: string): string[] => [
  key,
  key.replace(/s$/, ''),
  key.replace(/es$/, ''),
  key.replace(/ies$/, 'y'),
  key.replace(/e?n$/, ''),
];

export const CONCEPTS_OF = {
  get: (key: string): Meaning[] | undefined =>
    concepts.get(key) ??
    forms(key)
      .map((form) => (form.length > 2 ? concepts.get(form) : undefined))
      .find(Boolean),
};

const spellings = new Map<string, string[]>();
for (const group of SPELLINGS) {
  for (const word of group) {
    const key = keyOf(folded(word));
    spellings.set(key, [...(spellings.get(key) ?? []), ...group.filter((other) => other !== word)]);
  }
}

/** A word and how else it is spelt. */
export const spellingsOf = (word: string): string[] => [word, ...(spellings.get(keyOf(word)) ?? [])];

/** Is it a name in any of the lists? Runs of scripts without blanks are cut there. */
export const isKnown = (name: string): boolean =>
  [FREE, CHEAP, UNDER, NEAR_ME, FILLER, AUDIENCE_OF, PLACE_OF, concepts, TIME_NAMES, PARTS].some((list) => list.has(name)) ||
  STOP.has(name);
