import { DIMENSIONS, featuresOf, type Features } from './spam-features';

export interface Example {
  title: string;
  description: string;
  spam: boolean;
  /** How much it counts beside the others; 1 when absent. */
  weight?: number;
}

/**
 * The log-odds of a text that says nothing known. Set and not learned: the corpus has far more advertisements than what people submit,
 * and an honest line in a language it does not know must not be condemned for that.
 */
const PRIOR = Math.log(0.1 / 0.9);
const EPOCHS = 40;
const RATE = 0.5;
/** Pulls weights to zero, so that a word seen once in one advertisement does not condemn. */
const DECAY = 1e-4;

/**
 * Logistic regression over hashed words (see spam-features.ts), by stochastic gradient descent with AdaGrad steps (J. Duchi et al.,
 * 2011). Both classes weigh the same in sum, whatever their numbers. The order of the examples is shuffled by a fixed seed: the same
 * examples give the same classifier.
 */
export class SpamClassifier {
  private constructor(private readonly weights: Float32Array) {}

  /** Takes a second or more: a server does it in a thread (spam-lesson.heavy.ts). */
  static train(examples: readonly Example[]): SpamClassifier {
    const weights = new Float32Array(DIMENSIONS);
    const squares = new Float32Array(DIMENSIONS).fill(1e-6);
    const rows = examples.map((example) => ({ features: featuresOf(example.title, example.description), example }));
    const scale = classScales(examples);
    const random = seeded(20_261_121);
    const descend = (index: number, gradient: number) => {
      squares[index]! += gradient * gradient;
      weights[index]! -= (RATE * gradient) / Math.sqrt(squares[index]!);
    };
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const { features, example } of shuffled(rows, random)) {
        const error = (sigmoid(dot(weights, features)) - Number(example.spam)) * scale(example);
        features.indices.forEach((index, position) => descend(index, error * features.values[position]! + DECAY * weights[index]!));
      }
    }
    return new SpamClassifier(weights);
  }

  /** 0 to 1. */
  probability(title: string, description: string): number {
    return sigmoid(dot(this.weights, featuresOf(title, description)));
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.weights.slice().buffer);
  }

  /** Null when the bytes were written by a classifier with other features: it must be trained again. */
  static fromBytes(bytes: Uint8Array): SpamClassifier | null {
    if (bytes.byteLength !== DIMENSIONS * 4) return null;
    return new SpamClassifier(new Float32Array(bytes.slice().buffer));
  }
}

function classScales(examples: readonly Example[]): (example: Example) => number {
  const weightOf = (example: Example) => example.weight ?? 1;
  const sum = (spam: boolean) =>
    examples.filter((example) => example.spam === spam).reduce((total, example) => total + weightOf(example), 0);
  const [spam, honest] = [sum(true), sum(false)];
  const half = (spam + honest) / 2;
  return (example) => (weightOf(example) * half) / Math.max(1, example.spam ? spam : honest);
}

function dot(weights: Float32Array, { indices, values }: Features): number {
  let sum = PRIOR;
  for (let position = 0; position < indices.length; position++) sum += weights[indices[position]!]! * values[position]!;
  return sum;
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

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
