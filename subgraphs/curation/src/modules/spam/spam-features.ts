import { hash, normalise } from '../text/normalise';
import { shouting } from '../text/shouting';
import { fold } from './spam-folding';
import { vocabulary } from './spam-vocabulary';

/** Words and pairs of words fall into so many buckets (K. Weinberger et al., Feature Hashing, 2009); the last ones are counts of form. */
const BUCKETS = 1 << 15;
const FORM = ['shouting', 'links', 'phones', 'amounts', 'percents', 'repetition', 'commands', 'keywords'] as const;
export const DIMENSIONS = BUCKETS + FORM.length;

/** A sparse vector: indices with values, each index once. */
export interface Features {
  indices: number[];
  values: number[];
}

/** Beyond this a text adds nothing but work: one submission must not be able to keep the process busy. */
const MOST_LEARNED = 8_000;

/** Commands that sell. Counted apart from the words themselves, because each alone is harmless. */
const COMMANDS =
  /\b(?:click|claim|buy|order|contact|whatsapp|telegram|text|call|dm|inbox|message|sign up|register|deposit|apply|download|install|subscribe|hurry|act now|don t miss)\b/g;

/** A feature with its name: a word, a pair of words, a word of the title, or a count of form. */
export interface NamedFeature {
  name: string;
  index: number;
  value: number;
}

export function featuresOf(title: string, description: string): Features {
  const features = namedFeatures(title, description);
  const values = new Map<number, number>();
  // Two names may fall into one bucket.
  for (const { index, value } of features) values.set(index, (values.get(index) ?? 0) + value);
  return { indices: [...values.keys()], values: [...values.values()] };
}

/** How many words are written so that a program reads other ones. */
export const disguisedWords = (title: string, description: string): number => readAsPeopleDo(title, description).disguised;

// Neither letters of another alphabet, nor ones that cannot be seen, nor digits hide a word (social-curation F9).
const readAsPeopleDo = (title: string, description: string) => fold(`${title}\n${description}`.slice(0, 4 * MOST_LEARNED), vocabulary());

export function namedFeatures(title: string, description: string): NamedFeature[] {
  const read = readAsPeopleDo(title, description).text.slice(0, MOST_LEARNED);
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = tokensOf(read);
  words.forEach((word, index) => {
    add(`w:${word}`);
    const next = words[index + 1];
    if (next !== undefined) add(`b:${word} ${next}`);
    for (const part of partsOf(word)) add(`p:${part}`);
  });
  for (const word of tokensOf(read.split('\n', 1)[0]!.slice(0, 300))) add(`t:${word}`);
  return [...ofLengthOne(counts), ...form(title, read, words)];
}

/**
 * Links, phone numbers, amounts and other numbers by their kind: the next campaign has other ones. All repetitions are bounded, so that
 * no text makes the patterns search long.
 */
function tokensOf(text: string): string[] {
  const marked = text
    .replace(/(?:https?:\/\/|www\.)\S+|\b[\w-]{1,63}\.(?:com|net|org|club|xyz|store|live|shop|tv|me)\b\S*/gi, ' xlink ')
    .replace(/[^\s@]{1,64}@[^\s@.]{1,63}\.\w+/g, ' xmail ')
    .replace(/@\w{3,}/g, ' xhandle ')
    .replace(/[+(]?\d[\d\s().-]{8,18}\d/g, ' xphone ')
    .replace(/[$€£]\s?\d[\d,.]*|\d[\d,.]{0,15}\s?(?:\$|€|£|dollars?|euros?|usd|cad|usdt|btc)\b/gi, ' xamount ')
    .replace(/\d[\d.,]{0,15}\s?%/g, ' xpercent ')
    .replace(/\d+/g, ' xnumber ');
  return normalise(marked).split(' ').filter(Boolean);
}

/** Half weight: ten words of form must not outweigh what is said. */
function form(title: string, text: string, words: readonly string[]): NamedFeature[] {
  const per = (count: number, most: number) => Math.min(1, count / most);
  const count = (kind: string) => words.filter((word) => word === kind).length;
  const distinct = new Set(words).size / Math.max(1, words.length);
  const values = [
    shouting(title, text),
    per(count('xlink'), 2),
    per(count('xphone') + count('xhandle'), 2),
    per(count('xamount'), 3),
    per(count('xpercent'), 2),
    words.length < 20 ? 0 : Math.max(0, 0.6 - distinct) / 0.6,
    per(normalise(text).match(COMMANDS)?.length ?? 0, 4),
    words.length < 20 ? 0 : Math.min(1, Math.max(0, mostRepeated(words) - 0.08) / 0.15),
  ];
  return FORM.map((name, index) => ({ name: `f:${name}`, index: BUCKETS + index, value: values[index]! / 2 })).filter(
    ({ value }) => value > 0,
  );
}

/** 1 + log(count), then to length 1: a word said ten times is not ten times as telling, and a long text no louder than a short one. */
function ofLengthOne(counts: ReadonlyMap<string, number>): NamedFeature[] {
  const features = [...counts].map(([name, count]) => ({ name, index: hash(name) % BUCKETS, value: 1 + Math.log(count) }));
  const length = Math.hypot(...features.map(({ value }) => value)) || 1;
  return features.map((feature) => ({ ...feature, value: feature.value / length }));
}

/** Parts of five letters of a longer word: its other forms, and words made of it, share them. */
const partsOf = (word: string): string[] =>
  word.length < 6 ? [] : Array.from({ length: Math.min(word.length, 20) - 4 }, (_, start) => word.slice(start, start + 5));

/** The share of the commonest word of four letters or more. */
function mostRepeated(words: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of words)
    if (word.length > 3 && !/^x(?:link|mail|handle|phone|amount|percent|number)$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(1, words.length);
}
