import { featuresOf, type CategoryModel, type Described } from '../src/modules/category/category-classifier';

export interface Example {
  described: Described;
  slug: string;
}

const EPOCHS = 60;
const RATE = 0.5;
const PENALTY = 2e-4;
/** A feature of fewer examples teaches nothing that holds elsewhere. */
const FEWEST = 2;
/** Smaller weights are left out of what is kept. */
const SMALLEST = 0.15;

/** Multinomial logistic regression by stochastic gradient descent (AdaGrad) with an L2 penalty; the same examples give the same model. */
export function trainCategories(examples: readonly Example[]): CategoryModel {
  const classes = [...new Set(examples.map(({ slug }) => slug))].sort();
  const seen = new Map<string, number>();
  const inputs = examples.map(({ described }) => featuresOf(described));
  for (const features of inputs) for (const name of features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen].filter(([, times]) => times >= FEWEST).map(([name]) => name);
  const place = new Map(names.map((name, at) => [name, at]));
  const size = classes.length;
  const weights = new Float64Array(names.length * size);
  const squares = new Float64Array(names.length * size).fill(1e-6);
  const bias = new Float64Array(size);
  const biasSquares = new Float64Array(size).fill(1e-6);
  const rows = inputs.map((features) =>
    [...features].flatMap(([name, value]) => (place.has(name) ? [[place.get(name)! * size, value] as const] : [])),
  );
  const truths = examples.map(({ slug }) => classes.indexOf(slug));
  const random = generator(20261130);
  const order = examples.map((_, at) => at);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const at of order) {
      const row = rows[at]!;
      const scores = Float64Array.from(bias);
      for (const [from, value] of row) for (let c = 0; c < size; c++) scores[c]! += weights[from + c]! * value;
      const most = Math.max(...scores);
      let sum = 0;
      for (let c = 0; c < size; c++) sum += scores[c] = Math.exp(scores[c]! - most);
      for (let c = 0; c < size; c++) {
        const error = scores[c]! / sum - (truths[at] === c ? 1 : 0);
        biasSquares[c]! += error * error;
        bias[c]! -= (RATE * error) / Math.sqrt(biasSquares[c]!);
        for (const [from, value] of row) {
          const gradient = error * value + PENALTY * weights[from + c]!;
          squares[from + c]! += gradient * gradient;
          weights[from + c]! -= (RATE * gradient) / Math.sqrt(squares[from + c]!);
        }
      }
    }
  }
  const kept = names
    .map((name, at): [string, number[]] => [
      name,
      classes.flatMap((_, c) => (Math.abs(weights[at * size + c]!) >= SMALLEST ? [c, rounded(weights[at * size + c]!)] : [])),
    ])
    .filter(([, known]) => known.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { format: 1, classes, bias: [...bias].map(rounded), weights: Object.fromEntries(kept) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
}
