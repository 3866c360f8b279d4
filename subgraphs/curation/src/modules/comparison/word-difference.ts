export interface WordRun {
  change: 'KEPT' | 'REMOVED' | 'ADDED';
  text: string;
}

/** Beyond so many pairs of words nobody reads a difference, and it takes longer than a request may. */
const MOST_PAIRS = 4_000_000;

/**
 * The way from one text to another in whole words: a longest common subsequence (R. Wagner and M. Fischer, 1974), between what both begin
 * and end with. Blanks do not count; what is KEPT and ADDED makes up `other`, blanks too.
 */
export function wordDifference(one: string, other: string): WordRun[] {
  const [before, after] = [wordsOf(one), wordsOf(other)];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start]!, after[start]!)) start++;
  let end = 0;
  while (end < shorter - start && isSame(before[before.length - 1 - end]!, after[after.length - 1 - end]!)) end++;
  const middle = difference(before.slice(start, before.length - end), after.slice(start, after.length - end));
  const kept = (words: readonly string[]) => words.map((text) => ({ change: 'KEPT' as const, text }));
  return joined([...kept(after.slice(0, start)), ...middle, ...kept(after.slice(after.length - end))]);
}

/** Each with the blanks behind it; those before the first word stand with it. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+\s*/gu) ?? [];
const isSame = (one: string, other: string): boolean => one.trim() === other.trim();

function difference(before: readonly string[], after: readonly string[]): WordRun[] {
  const removed = before.map((text) => ({ change: 'REMOVED' as const, text }));
  const added = after.map((text) => ({ change: 'ADDED' as const, text }));
  if (before.length * after.length > MOST_PAIRS) return [...removed, ...added];
  const [one, other] = [before, after].map((words) => words.map((word) => word.trim())) as [string[], string[]];
  const width = other.length + 1;
  // The length of the longest common subsequence of what is left from each pair of places on.
  const longest = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      longest[i * width + j] =
        one[i] === other[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const runs: WordRun[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      runs.push({ change: 'KEPT', text: after[j]! });
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) runs.push(removed[i++]!);
    else runs.push(added[j++]!);
  }
  return [...runs, ...removed.slice(i), ...added.slice(j)];
}

/** Neighbours of one kind as one; of a change, what goes before what comes. */
function joined(words: readonly WordRun[]): WordRun[] {
  const runs: WordRun[] = [];
  let change: { REMOVED: string; ADDED: string } = { REMOVED: '', ADDED: '' };
  const flush = () => {
    for (const kind of ['REMOVED', 'ADDED'] as const) if (change[kind]) runs.push({ change: kind, text: change[kind] });
    change = { REMOVED: '', ADDED: '' };
  };
  for (const { change: kind, text } of words) {
    if (kind !== 'KEPT') {
      change[kind] += text;
      continue;
    }
    flush();
    const last = runs.at(-1);
    if (last?.change === 'KEPT') last.text += text;
    else runs.push({ change: 'KEPT', text });
  }
  flush();
  return runs;
}
