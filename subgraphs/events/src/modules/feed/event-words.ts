/** What an event is about, by its words: how much each of them says. */
export type Words = ReadonlyMap<string, number>;

export interface Worded {
  title: string;
  description: string;
  categorySlug: string;
  tags: readonly string[];
}

/** Words that stand in any description. */
const EMPTY = new Set(
  (
    'the and for with you your our are this that from all will have has was were not but can its his her they them their who what when where how why ' +
    'out into over more most than then also only just one two new get join come free event events join please about there here been any some each ' +
    'day night evening time week weekend toronto city www http https com org tickets ticket info per und der die das les des pour avec los las del'
  ).split(' '),
);

/** In titles and tags a word says three times as much as in a description, and what stands there again and again not much more than once. */
export function wordsOf({ title, description, categorySlug, tags }: Worded): Words {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of tokens(text)) words.set(word, Math.min(4, (words.get(word) ?? 0) + weight));
  };
  add(title, 3);
  add(tags.join(' '), 3);
  add(categorySlug, 2);
  add(description, 1);
  return words;
}

/** Folded, without endings of the plural; what is shorter than three letters says nothing. */
export const tokens = (text: string): string[] =>
  (
    text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{N}]{2,}/gu) ?? []
  )
    .filter((word) => !EMPTY.has(word))
    .map((word) => (word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word));

/** How rare each word is among these events: ln(1 + n / events that have it). */
export function rarities(all: readonly Words[]): Map<string, number> {
  const have = new Map<string, number>();
  for (const words of all) for (const word of words.keys()) have.set(word, (have.get(word) ?? 0) + 1);
  return new Map([...have].map(([word, count]) => [word, Math.log(1 + all.length / count)]));
}

/** Each word by its weight and rarity, of length 1. */
export function vectorOf(words: Words, rarity: ReadonlyMap<string, number>): Map<string, number> {
  const vector = new Map([...words].map(([word, weight]) => [word, weight * (rarity.get(word) ?? 0)]));
  const length = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (const [word, value] of vector) vector.set(word, value / length);
  return vector;
}

/** −1 to 1 of two vectors of length 1. */
export function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [word, value] of small) sum += value * (large.get(word) ?? 0);
  return sum;
}
