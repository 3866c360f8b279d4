/** A query as it is cut: words, phrases in quotes, and what must not occur. */
export interface Token {
  /** As it was written. */
  text: string;
  /** Without case, accents and apostrophes. */
  folded: string;
  quoted?: true;
  /** Must not occur. */
  not?: true;
  /** Stands behind an `or`: as good as the one before. */
  or?: true;
}

const MARKS = /\p{M}/gu;
const APOSTROPHES = /['’‘ʼ`´]/gu;
/** Marks that are part of a letter in these scripts. */
const KEEPS_MARKS = /[\p{Script=Thai}\p{Script=Devanagari}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Text as words are compared: without case, accents and apostrophes, with one blank between words. */
export function folded(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().replace(APOSTROPHES, '').replace(/ß/g, 'ss');
  const plain = KEEPS_MARKS.test(lower) ? lower : lower.normalize('NFD').replace(MARKS, '').normalize('NFC');
  return plain.replace(/\s+/g, ' ').trim();
}

/** Names of data, separated by commas, folded. */
export const names = (list: string): string[] => list.split(',').map(folded).filter(Boolean);

/** Words as they are looked up: a hyphen is a blank. */
export const keyOf = (words: readonly string[] | string): string =>
  (typeof words === 'string' ? words : words.join(' ')).replace(/-/g, ' ');
/** Names of data as they are looked up. */
export const keys = (list: string): string[] => names(list).map(keyOf);

/** Scripts that write no blanks between words. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]/u;
const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]+/gu;

const TOKEN =
  /(-?)"([^"]*)"|(-?)([$€£]?\d[\d.,:/-]*\d\+?|[$€£]?\d\+?|[\p{L}\p{M}\p{N}]+(?:['’.&+-][\p{L}\p{M}\p{N}]+)*\+?)|(\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic}\ufe0f?)*)/gu;

const MOST_TOKENS = 24;

/**
 * Cuts a query. Runs of scripts without blanks are cut where `known` names begin or end, the longest first; what is left of them stays
 * together.
 */
export function tokensOf(query: string, known: (folded: string) => boolean): Token[] {
  const tokens: Token[] = [];
  let or = false;
  for (const match of query.normalize('NFKC').matchAll(TOKEN)) {
    const [, quoteMinus, quoted, minus, word, emoji] = match;
    // A hyphen within words is no minus.
    const alone = match.index === 0 || /\s/u.test(query.normalize('NFKC')[match.index - 1] ?? ' ');
    const not = (quoteMinus === '-' || minus === '-') && alone ? ({ not: true } as const) : {};
    const behind = or ? ({ or: true } as const) : {};
    or = false;
    if (quoted !== undefined) {
      if (folded(quoted)) tokens.push({ text: quoted, folded: folded(quoted), quoted: true, ...not, ...behind });
    } else if (word?.toLowerCase() === 'or' && tokens.length > 0) or = true;
    else if (word && UNSPACED.test(word)) tokens.push(...cut(word, known).map((part) => ({ text: part, folded: folded(part), ...not })));
    else if (word || emoji) tokens.push({ text: word ?? emoji!, folded: folded(word ?? emoji!), ...not, ...behind });
  }
  return tokens.slice(0, MOST_TOKENS);
}

function cut(word: string, known: (folded: string) => boolean): string[] {
  const parts: string[] = [];
  let rest = '';
  const letters = [...word];
  for (let at = 0; at < letters.length;) {
    const length = Array.from({ length: Math.min(10, letters.length - at) }, (_, n) => Math.min(10, letters.length - at) - n).find((size) =>
      known(folded(letters.slice(at, at + size).join(''))),
    );
    if (length && (length > 1 || !RUN.test(rest))) {
      if (rest) parts.push(rest);
      parts.push(letters.slice(at, at + length).join(''));
      rest = '';
      at += length;
    } else rest += letters[at++]!;
    RUN.lastIndex = 0;
  }
  if (rest) parts.push(rest);
  return parts;
}

/** How many letters differ: put in, left out, changed, or two beside each other exchanged (Damerau and Levenshtein, restricted). */
export function slips(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, changed, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
