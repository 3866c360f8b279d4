import { skeleton } from '@marquee/platform/text';

/** Digits and signs that stand for letters, and the letters that they stand for, the likelier first. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'il',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'i',
  '|': 'l',
};
const MOST_STANDINS = 6;
/** A run of letters that stand apart, all by blanks or all by one sign: `F R E E`, `c.a.s.h`, `b-o-n-u-s`. */
const APART = /(?<![\p{L}\p{N}])\p{L}(?:( {1,3})\p{L}(?: {1,3}\p{L}){2,80}|([.*_\-~+|/])\p{L}(?:\2\p{L}){1,80})(?![\p{L}\p{N}])/gu;
const MIXED = /[\p{L}\d@$€!|]+/gu;
const LONGEST_MIXED = 20;
const LONGEST_WORD = 18;

export interface Folded {
  /** The text as a person reads it. */
  text: string;
  /** Words that were written so that a program reads another one. */
  disguised: number;
}

/**
 * Undoes what is done to words to get them past a program: invisible characters and letters of other alphabets (skeleton), letters that
 * stand apart, digits that stand for letters. Only what makes a known word is changed, so that `web3`, `7pm` and `A B C` stay.
 */
export function fold(text: string, known: ReadonlySet<string>): Folded {
  let disguised = 0;
  const joined = skeleton(text).replace(APART, (run: string, gap: string | undefined) => {
    const words = wordsIn(run, gap === undefined, known);
    if (!words) return run;
    disguised += words.length;
    return words.join(' ');
  });
  const plain = joined.replace(MIXED, (word) => {
    if (word.length > LONGEST_MIXED || /^[\p{L}!]+$/u.test(word)) return word;
    const meant = wordBehind(word.toLowerCase(), known);
    if (meant === null) return word;
    disguised++;
    return meant;
  });
  return { text: plain, disguised };
}

/** The words of a run of single letters; null when they make none that are known. */
function wordsIn(run: string, oneSign: boolean, known: ReadonlySet<string>): string[] | null {
  // Two blanks between words say where they end; a sign between all letters says nothing.
  const parts = oneSign || !/ {2}/.test(run) ? [run] : run.split(/ {2,}/);
  const words = parts.flatMap((part) => segmented(part.replace(/[^\p{L}]/gu, '').toLowerCase(), known) ?? ['']);
  return words.includes('') ? null : words;
}

/** The fewest known words that make up the letters; null where none do. Of one letter only `a` and `i` are words. */
function segmented(letters: string, known: ReadonlySet<string>): string[] | null {
  const best: (string[] | null)[] = [[]];
  for (let end = 1; end <= letters.length; end++) {
    best[end] = null;
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
      const before = best[start];
      const word = letters.slice(start, end);
      if (!before || !(known.has(word) || word === 'a' || word === 'i')) continue;
      if (best[end] === null || before.length + 1 < best[end]!.length) best[end] = [...before, word];
    }
  }
  const words = best[letters.length] ?? null;
  return words && words.some((word) => word.length > 2) ? words : null;
}

/** The known word that digits and signs were put into; null when there is none. */
function wordBehind(word: string, known: ReadonlySet<string>): string | null {
  // A mark of exclamation at the end is one.
  const core = word.replace(/!+$/, '');
  const standIns = [...core].filter((letter) => letter in STANDS_FOR).length;
  if (standIns === 0 || standIns > MOST_STANDINS || !/\p{L}/u.test(core)) return null;
  let readings = [''];
  for (const letter of core) readings = readings.flatMap((reading) => [...(STANDS_FOR[letter] ?? letter)].map((one) => reading + one));
  return readings.find((reading) => known.has(reading)) ?? null;
}
