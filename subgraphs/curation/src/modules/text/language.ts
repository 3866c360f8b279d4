/** The commonest short words of each language that no other of these has. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'of', 'to', 'is', 'with', 'for', 'you', 'this', 'are', 'that', 'it', 'your', 'at', 'we', 'be', 'not', 'have'],
  fr: ['le', 'les', 'et', 'des', 'une', 'est', 'pour', 'dans', 'avec', 'vous', 'du', 'au', 'nous', 'sur', 'pas', 'ce', 'qui', 'votre'],
  de: ['der', 'die', 'und', 'das', 'ist', 'mit', 'für', 'ein', 'eine', 'nicht', 'auf', 'den', 'wir', 'sie', 'zu', 'im', 'von', 'ich'],
  es: ['el', 'los', 'las', 'y', 'del', 'una', 'es', 'para', 'con', 'por', 'su', 'que', 'lo', 'muy', 'más', 'se', 'al', 'nuestro'],
};
const LANGUAGE_OF = new Map(Object.entries(WORDS).flatMap(([language, words]) => words.map((word) => [word, language] as const)));

/** Enough of a text to tell its language by. */
const LONGEST = 4_000;

/**
 * The language of a text as two letters: the one most of whose common words stand there, two at least and a half more than of the next;
 * null otherwise.
 */
export function languageOf(text: string): string | null {
  const counts = new Map<string, number>();
  for (const [word] of text
    .slice(0, LONGEST)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    const language = LANGUAGE_OF.get(word);
    if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  const [best, next] = [...counts].sort(([, one], [, other]) => other - one);
  return best && best[1] >= 2 && best[1] >= 1.5 * (next?.[1] ?? 0) ? best[0] : null;
}
