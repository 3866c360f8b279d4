import { skeleton } from '@marquee/platform/text';
import { hash, normalise } from '../text/normalise';
import { shouting } from '../text/shouting';

/** Words and pairs of words fall into so many buckets (K. Weinberger et al., Feature Hashing, 2009); the last ones are counts of form. */
const BUCKETS = 1 << 14;
const FORM = ['shouting', 'links', 'phones', 'amounts', 'percents', 'repetition', 'commands'] as const;
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

export function featuresOf(title: string, description: string): Features {
  // As it looks: a letter of another alphabet, or one that cannot be seen, hides no word (social-curation F9).
  const text = skeleton(`${title}\n${description}`.slice(0, 4 * MOST_LEARNED)).slice(0, MOST_LEARNED);
  const weights = new Map<number, number>();
  const words = tokensOf(text);
  words.forEach((word, index) => {
    add(weights, `w:${word}`);
    const next = words[index + 1];
    if (next !== undefined) add(weights, `b:${word} ${next}`);
  });
  for (const word of tokensOf(title.slice(0, 300))) add(weights, `t:${word}`);
  return withForm(normaliseLength(weights), form(title, text, words));
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

function form(title: string, text: string, words: readonly string[]): number[] {
  const per = (count: number, most: number) => Math.min(1, count / most);
  const count = (kind: string) => words.filter((word) => word === kind).length;
  const distinct = new Set(words).size / Math.max(1, words.length);
  return [
    shouting(title, text),
    per(count('xlink'), 2),
    per(count('xphone') + count('xhandle'), 2),
    per(count('xamount'), 3),
    per(count('xpercent'), 2),
    words.length < 20 ? 0 : Math.max(0, 0.6 - distinct) / 0.6,
    per(normalise(text).match(COMMANDS)?.length ?? 0, 4),
  ];
}

function add(weights: Map<number, number>, token: string): void {
  const index = hash(token) % BUCKETS;
  weights.set(index, (weights.get(index) ?? 0) + 1);
}

/** 1 + log(count), then to length 1: a word said ten times is not ten times as telling, and a long text no louder than a short one. */
function normaliseLength(weights: Map<number, number>): Features {
  const indices = [...weights.keys()];
  const values = indices.map((index) => 1 + Math.log(weights.get(index)!));
  const length = Math.hypot(...values) || 1;
  return { indices, values: values.map((value) => value / length) };
}

/** Half weight: ten words of form must not outweigh what is said. */
function withForm({ indices, values }: Features, formValues: readonly number[]): Features {
  formValues.forEach((value, index) => {
    if (value === 0) return;
    indices.push(BUCKETS + index);
    values.push(value / 2);
  });
  return { indices, values };
}
