import { folded, slips, UNSPACED } from './query-words';

/** A word that the index does not know, and what was searched for instead. */
export interface Correction {
  from: string;
  to: string;
}

const SHORTEST = 3;
const LONG = 6;

/**
 * What was meant by a word, of the words in `phrases`, the likest first: one with a slip in it, or two when it is long; else one that begins
 * so, as when it is still being written. Null when nothing is near.
 */
export function correctionOf(word: string, phrases: readonly string[]): string | null {
  const wrong = folded(word);
  if (wrong.length < SHORTEST || UNSPACED.test(wrong) || /\d/.test(wrong)) return null;
  const counts = new Map<string, number>();
  for (const phrase of phrases)
    for (const other of phrase.split(/[^\p{L}\p{N}]+/u))
      if (other.length >= SHORTEST && !/\d/.test(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
  const most = wrong.length >= LONG ? 2 : 1;
  const near = [...counts]
    .map(([other, count]) => ({
      other,
      count,
      far: other.startsWith(wrong) ? most : slips(wrong, other),
      sameStart: other[0] === wrong[0],
    }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || Number(b.sameStart) - Number(a.sameStart) || b.count - a.count || (a.other < b.other ? -1 : 1));
  return near[0]?.other ?? null;
}
