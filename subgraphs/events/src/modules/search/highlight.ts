/** A part of a text, in UTF-16 units. */
export interface Span {
  start: number;
  length: number;
}

/** As search_fold has it: without accents and case. A letter may become several (ß), or none. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđ]/g, (letter) => SPELT[letter]!);
const SPELT: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd' };

/** Where a text, or a word of it, begins like the prefix: the first place; none where it does nowhere. */
export function highlightsOf(text: string, prefix: string): Span[] {
  const wanted = folded(prefix.trim());
  if (wanted === '') return [];
  for (let start = 0; start < text.length; start++) {
    if (start > 0 && /[\p{L}\p{N}]/u.test(text[start - 1]!)) continue;
    const length = reach(text.slice(start), wanted);
    if (length > 0) return [{ start, length }];
  }
  return [];
}

/** How many units of the text it takes to say the prefix; 0 where it does not begin so. */
function reach(text: string, wanted: string): number {
  let [units, said] = [0, ''];
  for (const letter of text) {
    if (said.length >= wanted.length) break;
    said += folded(letter);
    units += letter.length;
    if (!said.startsWith(wanted.slice(0, said.length)) && !wanted.startsWith(said)) return 0;
  }
  return said.length >= wanted.length ? units : 0;
}
