/**
 * Words by what they stand beside: latent semantic analysis (Deerwester et al. 1990) of log(1 + tf) · idf, folded into the directions in which the
 * texts vary most, which subspace iteration finds (Halko, Martinsson, Tropp 2011). Nothing from outside is known to it.
 */
export interface LatentWords {
  topics: number;
  /** The number of each word. */
  placeOf: Map<string, number>;
  /** How rare each word is: ln(texts / texts with it). */
  rarity: Float32Array;
  /** `topics` numbers for each word, one word behind the other. */
  directions: Float32Array;
}

/** Vectors have so many numbers. */
export const TOPICS = 64;
const ROUNDS = 4;
/** What fewer texts have is taken for a name or a slip. */
const LEAST_TEXTS = 2;
/** What more than a third of the texts have says nothing. */
const MOST_OF_TEXTS = 1 / 3;
/** So many words, those of most texts. */
const MOST_WORDS = 20_000;
const NOTHING: LatentWords = { topics: TOPICS, placeOf: new Map(), rarity: new Float32Array(), directions: new Float32Array() };

interface Weighed {
  at: Int32Array;
  weight: Float64Array;
}

/** The same texts make the same words. */
export function latentWords(texts: readonly string[], topics = TOPICS): LatentWords {
  const counted = texts.map(wordCounts);
  const frequency = new Map<string, number>();
  for (const counts of counted) for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const words = [...frequency]
    .filter(([, count]) => count >= LEAST_TEXTS && count <= texts.length * MOST_OF_TEXTS)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS);
  if (words.length < topics) return NOTHING;
  const placeOf = new Map(words.map(([word], at) => [word, at]));
  const rarity = Float32Array.from(words, ([, count]) => Math.log(texts.length / count));
  const weighed = counted.map((counts) => weigh(counts, { placeOf, rarity }));
  const basis = principalDirections(weighed, { width: words.length, topics });
  const directions = new Float32Array(words.length * topics);
  for (const [topic, direction] of basis.entries())
    for (let word = 0; word < words.length; word++) directions[word * topics + topic] = direction[word]!;
  return { topics, placeOf, rarity, directions };
}

/** What a text is about, of length 1; null when none of its words is known. */
export function meaningOf(latent: LatentWords, text: string): Float32Array | null {
  const { topics, directions } = latent;
  const { at, weight } = weigh(wordCounts(text), latent);
  if (at.length === 0) return null;
  const sums = new Float64Array(topics);
  for (const [n, word] of at.entries())
    for (let topic = 0; topic < topics; topic++) sums[topic]! += weight[n]! * directions[word * topics + topic]!;
  const length = Math.sqrt(dot(sums, sums));
  return length < 1e-9 ? null : Float32Array.from(sums, (sum) => sum / length);
}

/** Words without accents, capitals and endings. */
export function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [found] of text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .matchAll(/[\p{L}\p{N}]{2,}/gu)) {
    const word = found.length > 4 ? found.replace(/(ing|ers?|ies|es|s)$/, '') : found;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function weigh(counts: ReadonlyMap<string, number>, { placeOf, rarity }: Pick<LatentWords, 'placeOf' | 'rarity'>): Weighed {
  const known = [...counts].flatMap(([word, count]) => {
    const at = placeOf.get(word);
    return at === undefined ? [] : [{ at, weight: Math.log(1 + count) * rarity[at]! }];
  });
  const length = Math.hypot(...known.map(({ weight }) => weight)) || 1;
  return { at: Int32Array.from(known, ({ at }) => at), weight: Float64Array.from(known, ({ weight }) => weight / length) };
}

/** An orthonormal basis: so many directions over all words. */
function principalDirections(texts: readonly Weighed[], { width, topics }: { width: number; topics: number }): Float64Array[] {
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
  let basis = orthonormal(Array.from({ length: topics }, () => Float64Array.from({ length: width }, random)));
  for (let round = 0; round < ROUNDS; round++) {
    const next = basis.map(() => new Float64Array(width));
    for (const text of texts)
      for (const [topic, direction] of basis.entries()) {
        let strength = 0;
        for (let n = 0; n < text.at.length; n++) strength += text.weight[n]! * direction[text.at[n]!]!;
        for (let n = 0; n < text.at.length; n++) next[topic]![text.at[n]!]! += strength * text.weight[n]!;
      }
    basis = orthonormal(next);
  }
  return basis;
}

/** Modified Gram-Schmidt. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    for (const other of done) {
      const along = dot(vector, other);
      for (let n = 0; n < vector.length; n++) vector[n]! -= along * other[n]!;
    }
    const length = Math.sqrt(dot(vector, vector)) || 1;
    done.push(vector.map((value) => value / length));
  }
  return done;
}

export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < one.length; n++) sum += one[n]! * other[n]!;
  return sum;
}
