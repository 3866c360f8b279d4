import type { PlacedWords, QueryPart, Understanding } from './query-meaning';

export type NamedWords = PlacedWords & { named: 'VENUE' | 'ORGANIZER' | 'PERFORMER' };

/**
 * A query in which the whole name of a venue, an organiser or a performer was found: what is called so must be theirs, and the words are
 * no longer looked for one by one. A place that was understood already stays the place.
 */
export function withName(understood: Understanding, { words, begin, end, named }: NamedWords): Understanding {
  const rest = understood.rest.filter((group) => group.begin < begin || group.end > end);
  const gone = understood.rest.filter((group) => !rest.includes(group)).map((group) => group.words);
  const categories = understood.categories.filter((category) => !gone.includes(category.words));
  const told = {
    VENUE: { place: { words, name: words, kind: 'VENUE' as const, circle: null, called: [words] } },
    ORGANIZER: { organizer: { words } },
    PERFORMER: { performer: { words } },
  }[named];
  return { ...understood, rest, categories, ...told };
}

/** The longest name among those that were found, if the part of the query that it would be is not understood already, nor switched off. */
export function nameAmong(understood: Understanding, found: readonly NamedWords[], without: readonly QueryPart[]): NamedWords | null {
  return (
    found.find(({ named }) => (named === 'VENUE' ? !understood.place && !without.includes('PLACE') : !without.includes(named))) ?? null
  );
}
