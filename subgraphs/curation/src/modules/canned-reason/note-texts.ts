/** What a decision says to an author. */
export interface SaidNotes {
  /** In the language that the canned reason falls back to; null without a word. */
  notes: string | null;
  /** Language → the same; only with a canned reason. */
  noteTexts?: Record<string, string>;
  cannedReasonId?: string;
}

interface Canned {
  id: string;
  texts: unknown;
  fallback: string;
}

/** The canned reason, and below it what the curator adds, which is in whatever language they wrote. */
export function saidOf(canned: Canned | null, own: string | null | undefined): SaidNotes {
  if (!canned) return { notes: own || null };
  const noteTexts = Object.fromEntries(
    Object.entries(canned.texts as Record<string, string>).map(([language, text]) => [language, own ? `${text}\n\n${own}` : text]),
  );
  return { notes: noteTexts[canned.fallback] ?? null, noteTexts, cannedReasonId: canned.id };
}

/**
 * Translations of these notes, and of no others: a version of this service that knows nothing of them writes other notes beside those of
 * an earlier decision.
 */
function textsOf(notes: string | null, noteTexts: unknown): ReadonlyMap<string, string> | null {
  if (notes === null || !noteTexts) return null;
  const texts = new Map(Object.entries(noteTexts as Record<string, string>));
  return [...texts.values()].includes(notes) ? texts : null;
}

/** In this language, two letters in whatever case, where there is a translation; else as they are. */
export const inLanguage = (notes: string | null, noteTexts: unknown, language: string | null | undefined): string | null =>
  textsOf(notes, noteTexts)?.get(language?.toLowerCase() ?? '') ?? notes;

/** As a fact tells them. */
export function translationsOf(notes: string | null, noteTexts: unknown): { noteTexts?: Record<string, string> } {
  const texts = textsOf(notes, noteTexts);
  return texts ? { noteTexts: Object.fromEntries(texts) } : {};
}
