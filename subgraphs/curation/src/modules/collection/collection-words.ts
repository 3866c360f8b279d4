import type { CollectionWords } from './collection.types';

const timeOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** What is proposed of a published collection, as it is stored; null without. */
export function proposedWords(stored: unknown): CollectionWords | null {
  if (!stored) return null;
  const { validFrom, validUntil, ...words } = stored as CollectionWords<string>;
  return { ...words, validFrom: timeOf(validFrom), validUntil: timeOf(validUntil) };
}

/** As it is stored. */
export const storedWords = ({ title, text, coverUrl, city, validFrom, validUntil }: CollectionWords) => ({
  ...{ title, text, coverUrl, city },
  validFrom: validFrom?.toISOString() ?? null,
  validUntil: validUntil?.toISOString() ?? null,
});

/** The columns that hold them. */
export const wordColumns = ({ title, text, coverUrl, city, validFrom, validUntil }: CollectionWords) => ({
  ...{ title, text, coverUrl, city, validFrom, validUntil },
  cityKey: city?.toLowerCase() ?? null,
});
