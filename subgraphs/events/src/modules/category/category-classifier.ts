import { normalise } from '../text/plain-text';

/** What the classifier looks at. */
export interface Described {
  title: string;
  description: string;
  /** As publishers write them. */
  keywords: readonly string[];
  /** Of schema.org, without its prefix. */
  types: readonly string[];
}

/** Weights of a multinomial logistic regression, as they are kept. */
export interface CategoryModel {
  format: 1;
  /** Slugs. */
  classes: readonly string[];
  bias: readonly number[];
  /** By feature: places among the classes and their weights, one after the other. */
  weights: Readonly<Record<string, readonly number[]>>;
}

export interface Guess {
  slug: string;
  /** The probability that it is right, as far as the model knows: 0 to 1. */
  confidence: number;
}

/** The beginning of a description says what an event is; further on it says where to park. */
const DESCRIPTION_WORDS = 60;
/** Weight of words of the description beside those of the title. */
const DESCRIPTION_WEIGHT = 0.6;

/** Features by name, with their values; the whole has length 1, so that long texts do not shout. */
export function featuresOf({ title, description, keywords, types }: Described): Map<string, number> {
  const features = new Map<string, number>();
  const put = (name: string, value: number) => features.set(name, Math.max(features.get(name) ?? 0, value));
  const words = tokens(title);
  for (const [at, word] of words.entries()) {
    put(`w:${word}`, 1);
    put(`t:${word}`, 0.7);
    const next = words[at + 1];
    if (next) put(`t:${word} ${next}`, 0.7);
  }
  for (const word of tokens(description).slice(0, DESCRIPTION_WORDS)) put(`w:${word}`, DESCRIPTION_WEIGHT);
  for (const keyword of keywords) if (normalise(keyword)) put(`k:${normalise(keyword)}`, 0.8);
  for (const type of types) if (type !== 'Event') put(`y:${type}`, 1);
  const length = Math.sqrt([...features.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
  for (const [name, value] of features) features.set(name, value / length);
  return features;
}

/** Common endings go, so that `workshops` and `workshop` are one word. */
const tokens = (text: string): string[] =>
  normalise(text)
    .split(' ')
    .filter((word) => word.length > 1 && !/^\d+$/.test(word) && !COMMON.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(ies)$/, 'y').replace(/([^s])s$/, '$1') : word));

const COMMON = new Set(
  (
    'the and of to in a an for with at on by from is are as be your you our we this that it its or will their his her they has have who ' +
    'toronto event events join us more all up out one new'
  ).split(' '),
);

/** Probabilities of all classes, in their order. */
export function probabilitiesOf({ classes, bias, weights }: CategoryModel, features: ReadonlyMap<string, number>): number[] {
  const scores = [...bias];
  for (const [name, value] of features) {
    const known = Object.hasOwn(weights, name) ? weights[name]! : [];
    for (let at = 0; at < known.length; at += 2) scores[known[at]!]! += known[at + 1]! * value;
  }
  const most = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - most));
  const sum = exponentials.reduce((all, one) => all + one, 0);
  return classes.map((_, at) => exponentials[at]! / sum);
}

/** The likeliest categories, best first. */
export function guessCategories(model: CategoryModel, described: Described, most = 1): Guess[] {
  const probabilities = probabilitiesOf(model, featuresOf(described));
  return model.classes
    .map((slug, at) => ({ slug, confidence: probabilities[at]! }))
    .sort((a, b) => b.confidence - a.confidence || (a.slug < b.slug ? -1 : 1))
    .slice(0, most);
}
