import type { System } from './baselines';
import type { JudgedEvent } from './judge';
import { mean } from './measures';

/** So many titles are looked for, spread over the calendar. */
const TITLES = 120;

/** How somebody who knows an event may write its name; null where the title is too short. */
const WAYS: readonly (readonly [string, (words: readonly string[], event: JudgedEvent) => string | null])[] = [
  ['three words', (words) => first(words, 3)],
  ['a slip in two', (words) => slipped(first(words, 2))],
  ['a slip in three', (words) => slipped(first(words, 3))],
  ['and "tickets"', (words) => and(first(words, 3), 'tickets')],
  ['and the organiser', (words, { organiser }) => and(first(words, 3), organiser || null)],
  ['and "toronto"', (words) => and(first(words, 3), 'toronto')],
  ['unfinished', (words) => first(words, 3)?.slice(0, -2) ?? null],
  ['a word and the venue', (words, { venue }) => and(longest(words), venue || null)],
];

/** How often an event whose name is known is the first answer, and among the first five, by how the name is written. */
export async function reportKnownItems(judged: readonly JudgedEvent[], systems: Record<string, System>): Promise<void> {
  const titles = new Map(judged.map((event) => [event.title.toLowerCase(), event] as const));
  const step = titles.size / TITLES;
  const chosen = [...titles.values()]
    .sort((a, b) => (a.eventId < b.eventId ? -1 : 1))
    .filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
  const alike = (title: string) =>
    new Set(judged.filter((event) => event.title.toLowerCase() === title.toLowerCase()).map(({ eventId }) => eventId));
  console.log(
    `${''.padEnd(22)}${Object.keys(systems)
      .map((name) => name.padEnd(16))
      .join('')}`,
  );
  for (const [name, write] of WAYS) {
    const cells: string[] = [];
    for (const system of Object.values(systems)) {
      const ranks: number[] = [];
      for (const event of chosen) {
        const query = write(wordsOf(event.title), event);
        if (query) ranks.push((await system(query, null)).findIndex((id) => alike(event.title).has(id)));
      }
      const share = (most: number) => `${(100 * mean(ranks.map((rank) => Number(rank >= 0 && rank < most)))).toFixed(0)} %`.padStart(5);
      cells.push(`${share(1)} ${share(5)}`.padEnd(16));
    }
    console.log(`${name.padEnd(22)}${cells.join('')}`);
  }
}

const wordsOf = (title: string): string[] => (title.match(/[\p{L}\p{N}'’]+/gu) ?? []).filter((word) => word.length > 2);
const first = (words: readonly string[], count: number) => (words.length >= count ? words.slice(0, count).join(' ') : null);
const and = (words: string | null, more: string | null) => (words && more ? `${words} ${more}` : null);
const longest = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)[0] ?? null;

/** Two letters in the middle of the longest word exchanged. */
function slipped(text: string | null): string | null {
  const word = text && longest(text.split(' '));
  if (!text || !word || word.length < 5) return null;
  const at = Math.floor(word.length / 2);
  return text.replace(word, word.slice(0, at - 1) + word[at]! + word[at - 1]! + word.slice(at + 1));
}
