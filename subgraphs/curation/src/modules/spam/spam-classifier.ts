import { calibrate, sigmoid, type Calibration, type Scored } from './spam-calibration';
import { DIMENSIONS, disguisedWords, featuresOf, namedFeatures } from './spam-features';

export interface Example {
  title: string;
  description: string;
  spam: boolean;
  /** How much it counts beside the others; 1 when absent. */
  weight?: number;
  /** What is of one family is like it, and never both learned from and measured on; an example without one is a family of its own. */
  family?: string;
}

/** A word, a pair of words or a manner of writing, and how much it says for spam. */
export interface SpamReason {
  text: string;
  /** In log-odds; larger is more. */
  weight: number;
}

/**
 * The log-odds of a text that says nothing known. Set and not learned: the corpus has far more advertisements than what people submit,
 * and an honest line in a language it does not know must not be condemned for that.
 */
const PRIOR = Math.log(0.1 / 0.9);
const EPOCHS = 40;
const RATE = 0.5;
/** Pulls weights to what mail says of the word, or to zero, so that a word seen once in one advertisement does not condemn. */
const DECAY = 2e-3;
/** How far mail is believed; more makes it take honest news of sales and prizes for spam, as in its time they were. */
const MAIL = 0.2;
const FOLDS = 5;
const MOST_REASONS = 8;

interface Row {
  indices: Int32Array;
  values: Float32Array;
  spam: boolean;
  scale: number;
}

/**
 * Logistic regression over hashed words (see spam-features.ts), by stochastic gradient descent with AdaGrad steps (J. Duchi et al.,
 * 2011) that begins with weights of another domain and stays near them (C. Chelba, A. Acero, 2004). Both classes weigh the same in sum,
 * whatever their numbers. Its probabilities are calibrated on what is held out of each fold. The order of the examples is shuffled by a
 * fixed seed: the same examples give the same classifier.
 */
export class SpamClassifier {
  private constructor(
    private readonly weights: Float32Array,
    private readonly calibration: Calibration,
  ) {}

  /** Takes seconds: a server does it in a thread (spam-lesson.heavy.ts). `mail` are the weights to begin with. */
  static train(examples: readonly Example[], mail?: Float32Array): SpamClassifier {
    const rows = rowsOf(examples);
    const start = mail?.map((weight) => weight * MAIL) ?? new Float32Array(DIMENSIONS);
    return new SpamClassifier(descend(rows, start), calibrate(heldOutScores(examples, rows, start)));
  }

  /** Weights without calibration, to begin another training with. */
  static weightsOf(examples: readonly Example[]): Float32Array {
    // A few rounds are enough for thousands of examples.
    return descend(rowsOf(examples), new Float32Array(DIMENSIONS), 8, DECAY / 2);
  }

  /** 0 to 1. */
  probability(title: string, description: string): number {
    return this.calibrated(scoreOf(this.weights, featuresOf(title, description)));
  }

  /** What says most for spam, the strongest first, at most eight; of a word and a pair that has it, the stronger. */
  reasons(title: string, description: string): SpamReason[] {
    const found = namedFeatures(title, description)
      // Parts of words say nothing to a reader.
      .filter(({ name }) => !name.startsWith('p:'))
      .map(({ name, index, value }) => ({ text: readable(name), weight: this.weights[index]! * value * this.calibration.slope }))
      .filter(({ weight }) => weight > 0.05)
      .sort((one, other) => other.weight - one.weight);
    const reasons: SpamReason[] = [];
    for (const reason of found) {
      const words = new Set(reason.text.split(' '));
      if (reasons.some(({ text }) => text.split(' ').some((word) => words.has(word)))) continue;
      if (reasons.push(reason) === MOST_REASONS) break;
    }
    return reasons;
  }

  /** How many words are written so that a program reads other ones. */
  disguisedWords(title: string, description: string): number {
    return disguisedWords(title, description);
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.toValues().buffer);
  }

  /** The weights, then slope and intercept. */
  toValues(): Float32Array<ArrayBuffer> {
    const values = new Float32Array(DIMENSIONS + 2);
    values.set(this.weights);
    values.set([this.calibration.slope, this.calibration.intercept], DIMENSIONS);
    return values;
  }

  /** Null when the bytes were written by a classifier with other features: it must be trained again. */
  static fromBytes(bytes: Uint8Array): SpamClassifier | null {
    return bytes.byteLength % 4 === 0 ? SpamClassifier.fromValues(new Float32Array(bytes.slice().buffer)) : null;
  }

  static fromValues(values: Float32Array): SpamClassifier | null {
    if (values.length !== DIMENSIONS + 2) return null;
    return new SpamClassifier(values.slice(0, DIMENSIONS), { slope: values[DIMENSIONS]!, intercept: values[DIMENSIONS + 1]! });
  }

  private calibrated(score: number): number {
    // As far as a number is kept, so that what was read again says the same.
    return sigmoid(Math.fround(this.calibration.slope) * score + Math.fround(this.calibration.intercept));
  }
}

function rowsOf(examples: readonly Example[]): Row[] {
  const scale = classScales(examples);
  return examples.map((example) => {
    const { indices, values } = featuresOf(example.title, example.description);
    return { indices: Int32Array.from(indices), values: Float32Array.from(values), spam: example.spam, scale: scale(example) };
  });
}

function descend(rows: readonly Row[], start: Float32Array, epochs = EPOCHS, decay = DECAY): Float32Array {
  const weights = start.slice();
  const squares = new Float32Array(DIMENSIONS).fill(1e-6);
  const random = seeded(20_261_121);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const row of shuffled(rows, random)) {
      const { indices, values } = row;
      const error = (sigmoid(scoreOf(weights, row)) - Number(row.spam)) * row.scale;
      for (let position = 0; position < indices.length; position++) {
        const index = indices[position]!;
        const gradient = error * values[position]! + decay * (weights[index]! - start[index]!);
        squares[index]! += gradient * gradient;
        weights[index]! -= (RATE * gradient) / Math.sqrt(squares[index]!);
      }
    }
  }
  return weights;
}

/** What each example scores by those of other folds; a family is in one fold. */
function heldOutScores(examples: readonly Example[], rows: readonly Row[], start: Float32Array): Scored[] {
  const folds = new Map<string, number>();
  const foldOf = examples.map(({ family }, index) => {
    const name = family ?? `#${index}`;
    if (!folds.has(name)) folds.set(name, folds.size % FOLDS);
    return folds.get(name)!;
  });
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = descend(
      rows.filter((_row, index) => foldOf[index] !== fold),
      start,
    );
    return rows.flatMap((row, index) => (foldOf[index] === fold ? [{ score: scoreOf(weights, row), truth: row.spam }] : []));
  }).flat();
}

function classScales(examples: readonly Example[]): (example: Example) => number {
  const weightOf = (example: Example) => example.weight ?? 1;
  const sum = (spam: boolean) =>
    examples.filter((example) => example.spam === spam).reduce((total, example) => total + weightOf(example), 0);
  const [spam, honest] = [sum(true), sum(false)];
  const half = (spam + honest) / 2;
  return (example) => (weightOf(example) * half) / Math.max(1, example.spam ? spam : honest);
}

function scoreOf(weights: Float32Array, { indices, values }: { indices: ArrayLike<number>; values: ArrayLike<number> }): number {
  let sum = PRIOR;
  for (let position = 0; position < indices.length; position++) sum += weights[indices[position]!]! * values[position]!;
  return sum;
}

/** `w:bonus` is bonus, `xlink` is what stands for all links. */
const readable = (name: string): string =>
  name
    .slice(2)
    .replace(/\bx(link|mail|handle|phone|amount|percent|number)\b/g, '[$1]')
    .replace(/^(.*)$/, name.startsWith('f:') ? '[$1]' : '$1');

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fisher–Yates, on a copy. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}
