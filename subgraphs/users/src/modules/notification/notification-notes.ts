import type { Language } from '../preference/preference-language';
import { LANGUAGES } from '../preference/preference-language';

const LONGEST_NOTES = 300;

/** What somebody wrote, as facts tell it. */
export interface Written {
  notes: string | null;
  /** The same in several languages, two small letters each. */
  noteTexts?: Record<string, string>;
}

export type NoteTexts = Partial<Record<Language, string>>;

/** What somebody wrote, as far as a notification has room; null when they wrote nothing. */
export const shortened = (notes: string | null): string | null =>
  notes === null || notes.length <= LONGEST_NOTES ? notes || null : `${notes.slice(0, LONGEST_NOTES).trimEnd()}…`;

/** The parameters that say it: in the reader's language where it was written in it, too. */
export function notesOf({ notes, noteTexts }: Written): { notes: string | null; noteTexts?: NoteTexts } {
  if (!noteTexts) return { notes: shortened(notes) };
  const texts = LANGUAGES.flatMap((language) => {
    const text = shortened(noteTexts[language.toLowerCase()] ?? null);
    return text ? [[language, text] as const] : [];
  });
  return { notes: shortened(notes), noteTexts: Object.fromEntries(texts) };
}
