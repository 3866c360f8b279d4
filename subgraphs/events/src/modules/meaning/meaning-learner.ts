import type { Learner } from '@marquee/platform/learning';
import { dot, latentWords, meaningOf, TOPICS, wordCounts, type LatentWords } from './latent-words';

/** What an event says. */
export interface ToldText {
  text: string;
  categorySlug: string;
}

export interface MeaningFigures {
  /** Of events that were not learned from: how many of the five that are nearest in meaning are of the same kind, 0 to 1. */
  alike: number;
  events: number;
}

const NEAREST = 5;

/** What the words of events have to do with each other. */
export const meaningLearner: Learner<ToldText, LatentWords, MeaningFigures> = {
  train: (told) => latentWords(told.map(({ text }) => text)),
  write({ topics, placeOf, rarity, directions }) {
    const head = Buffer.from(JSON.stringify({ topics, words: [...placeOf.keys()] }));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    return Buffer.concat([length, head, bytesOf(rarity), bytesOf(directions)]);
  },
  read(bytes) {
    const buffer = Buffer.from(bytes);
    const size = buffer.readUInt32LE(0);
    const { topics, words } = JSON.parse(buffer.subarray(4, 4 + size).toString()) as { topics: number; words: string[] };
    const numbers = new Float32Array(buffer.buffer.slice(buffer.byteOffset + 4 + size, buffer.byteOffset + buffer.length));
    if (topics !== TOPICS || numbers.length !== words.length * (1 + topics)) return null;
    const placeOf = new Map(words.map((word, at) => [word, at]));
    return { topics, placeOf, rarity: numbers.slice(0, words.length), directions: numbers.slice(words.length) };
  },
  measure: (latent, heldOut) => alikeAmong(heldOut, (text) => meaningOf(latent, text)),
  // The words themselves, weighed by how rare they are among these.
  baseline(heldOut) {
    const frequency = new Map<string, number>();
    for (const { text } of heldOut) for (const word of wordCounts(text).keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const placeOf = new Map([...frequency.keys()].map((word, at) => [word, at]));
    return alikeAmong(heldOut, (text) => {
      const vector = new Float32Array(placeOf.size);
      for (const [word, count] of wordCounts(text))
        vector[placeOf.get(word)!] = Math.log(1 + count) * Math.log(heldOut.length / frequency.get(word)!);
      const length = Math.sqrt(dot(vector, vector));
      return length === 0 ? null : vector.map((value) => value / length);
    });
  },
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);

/** So many are compared with one another. */
const MOST_COMPARED = 1_000;

function alikeAmong(told: readonly ToldText[], vectorOf: (text: string) => Float32Array | null): MeaningFigures {
  const some = told.slice(0, MOST_COMPARED).flatMap(({ text, categorySlug }) => {
    const vector = vectorOf(text);
    return vector ? [{ vector, categorySlug }] : [];
  });
  let alike = 0;
  for (const one of some) {
    const others = some.filter((other) => other !== one).map((other) => ({ ...other, near: dot(one.vector, other.vector) }));
    const nearest = others.sort((a, b) => b.near - a.near).slice(0, NEAREST);
    alike += nearest.filter(({ categorySlug }) => categorySlug === one.categorySlug).length / Math.max(1, nearest.length);
  }
  return { alike: told.length === 0 ? 0 : alike / Math.min(told.length, MOST_COMPARED), events: told.length };
}
