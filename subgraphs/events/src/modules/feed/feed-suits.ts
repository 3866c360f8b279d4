import { likeness, rarities, vectorOf, wordsOf, type Words } from './event-words';
import type { Suits } from './feed-ranking';
import type { Candidate } from './feed.sql';
import type { Past } from './taste.sql';

/** Half of what the choices of others can say is reached with so many of them. */
const HALF_PEERS = 4;
/** Texts of some words that are about the same thing are so alike; what is more is the same event again. */
const ALIKE = 0.5;
/** From here on it is said what it is like. */
const LIKE_FROM = 0.15;
/** What was passed says half as much as what was chosen. */
const OF_A_NO = 0.5;
/** Words to look for. */
const MOST_WORDS = 12;

/**
 * How events suit somebody by what they chose: by the words (cosine of rarity-weighted words, to what they chose less what they passed) and by what
 * people choose who choose alike, of the model (`points`, of events that it knows) or as it is this moment, whichever is more.
 */
export function suitsOf(
  past: readonly Past[],
  candidates: readonly Candidate[],
  points: ((id: string) => number | null) | null,
): (candidate: Candidate) => Suits {
  const pastWords = past.map(wordsOf);
  const words = new Map(candidates.map((candidate) => [candidate.id, wordsOf(candidate)]));
  const rarity = rarities([...pastWords, ...words.values()]);
  const vectors = pastWords.map((one) => vectorOf(one, rarity));
  const profile = profileOf(past, vectors);
  return (candidate) => {
    const vector = vectorOf(words.get(candidate.id)!, rarity);
    const peers = candidate.peers / (candidate.peers + HALF_PEERS);
    const alike = Math.min(1, Math.max(0, points?.(candidate.id) ?? 0, peers));
    const near = Math.max(-1, Math.min(1, likeness(vector, profile) / ALIKE));
    return { alike, words: near, like: near > 0 ? mostLike(vector, past, vectors) : null, peers: candidate.peers };
  };
}

/** The words to look for events by: those that say most of what was chosen. */
export function wordsToLookFor(past: readonly Past[], interests: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of past) {
    if (one.weight <= 0) continue;
    for (const [word, weight] of wordsOf(one)) counts.set(word, (counts.get(word) ?? 0) + weight * one.weight);
  }
  const telling = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
  return [...new Set([...interests.map((interest) => interest.replaceAll('-', ' ')), ...telling])].slice(0, MOST_WORDS);
}

function profileOf(past: readonly Past[], vectors: readonly Map<string, number>[]): Map<string, number> {
  const sum: Map<string, number> = new Map();
  past.forEach(({ weight }, at) => {
    const worth = weight > 0 ? weight : weight * OF_A_NO;
    for (const [word, value] of vectors[at]!) sum.set(word, (sum.get(word) ?? 0) + worth * value);
  });
  const length = Math.sqrt([...sum.values()].reduce((total, value) => total + value * value, 0));
  return length === 0 ? sum : new Map([...sum].map(([word, value]) => [word, value / length]));
}

function mostLike(vector: Words, past: readonly Past[], vectors: readonly Map<string, number>[]): Suits['like'] {
  let best: Suits['like'] = null;
  let most = LIKE_FROM;
  past.forEach(({ id, title, weight }, at) => {
    const near = weight >= 1 ? likeness(vector, vectors[at]!) : 0;
    if (near > most) [best, most] = [{ id, title }, near];
  });
  return best;
}
