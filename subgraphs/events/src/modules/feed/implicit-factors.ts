/** Somebody's choice among things: by numbers of both, and how much it says. */
export interface Preference {
  person: number;
  thing: number;
  /** Above 0. */
  weight: number;
}

export interface FactorOptions {
  factors: number;
  rounds: number;
  regularization: number;
  /** How much surer a choice of weight 1 is than none. */
  confidence: number;
  seed: number;
}

export const USUAL: FactorOptions = { factors: 24, rounds: 8, regularization: 4, confidence: 12, seed: 7 };

/** What was learned: a vector for each thing, one behind the other, and their Gram matrix. */
export interface Factors {
  factors: number;
  things: Float32Array;
  gram: Float64Array;
}

/**
 * Factors of implicit feedback by alternating least squares: a choice of weight w is a preference of 1 with confidence 1 + c·w, what was not chosen
 * one of 0 with confidence 1 (Hu, Koren and Volinsky, 2008). The same choices and seed give the same factors.
 */
export function factorise(preferences: readonly Preference[], people: number, things: number, options: FactorOptions = USUAL): Factors {
  const { factors, rounds, seed } = options;
  const ofThings = randomVectors(things, factors, seed);
  const ofPeople = new Float32Array(people * factors);
  const byPerson = grouped(preferences, people, ({ person, thing, weight }) => [person, thing, weight]);
  const byThing = grouped(preferences, things, ({ person, thing, weight }) => [thing, person, weight]);
  for (let round = 0; round < rounds; round++) {
    solveAll(ofPeople, byPerson, ofThings, options);
    solveAll(ofThings, byThing, ofPeople, options);
  }
  return { factors, things: ofThings, gram: gramOf(ofThings, factors) };
}

/** The vector of somebody who chose these things, as if they had been there when it was learned; null when none of them is known. */
export function foldIn(
  { factors, things, gram }: Factors,
  chosen: readonly { thing: number; weight: number }[],
  { regularization, confidence }: FactorOptions = USUAL,
): Float64Array | null {
  if (chosen.length === 0) return null;
  const rows: Row = { at: chosen.map(({ thing }) => thing), weights: chosen.map(({ weight }) => weight) };
  return solveOne(rows, things, gram, { factors, regularization, confidence });
}

export function pointsOf({ factors, things }: Factors, person: Float64Array, thing: number): number {
  let sum = 0;
  for (let f = 0; f < factors; f++) sum += person[f]! * things[thing * factors + f]!;
  return sum;
}

/** Sum of each vector times itself. */
export function gramOf(vectors: Float32Array, factors: number): Float64Array {
  const gram = new Float64Array(factors * factors);
  for (let row = 0; row < vectors.length; row += factors)
    for (let a = 0; a < factors; a++) {
      const value = vectors[row + a]!;
      if (value !== 0) for (let b = 0; b <= a; b++) gram[a * factors + b]! += value * vectors[row + b]!;
    }
  for (let a = 0; a < factors; a++) for (let b = 0; b < a; b++) gram[b * factors + a] = gram[a * factors + b]!;
  return gram;
}

interface Row {
  at: number[];
  weights: number[];
}

function grouped(preferences: readonly Preference[], count: number, of: (one: Preference) => [number, number, number]): Row[] {
  const rows: Row[] = Array.from({ length: count }, () => ({ at: [], weights: [] }));
  for (const preference of preferences) {
    const [row, at, weight] = of(preference);
    rows[row]!.at.push(at);
    rows[row]!.weights.push(weight);
  }
  return rows;
}

function solveAll(into: Float32Array, rows: readonly Row[], others: Float32Array, options: FactorOptions): void {
  const { factors } = options;
  const gram = gramOf(others, factors);
  rows.forEach((row, n) => {
    if (row.at.length === 0) into.fill(0, n * factors, (n + 1) * factors);
    else into.set(solveOne(row, others, gram, options), n * factors);
  });
}

type SolveOptions = Pick<FactorOptions, 'factors' | 'regularization' | 'confidence'>;

/** (YᵀY + Yᵀ(C − I)Y + λI)⁻¹ YᵀCp, by Cholesky. */
function solveOne(
  { at, weights }: Row,
  others: Float32Array,
  gram: Float64Array,
  { factors: k, regularization, confidence }: SolveOptions,
) {
  const matrix = Float64Array.from(gram);
  const right = new Float64Array(k);
  for (let a = 0; a < k; a++) matrix[a * k + a]! += regularization;
  at.forEach((other, n) => {
    const extra = confidence * weights[n]!;
    const row = other * k;
    for (let a = 0; a < k; a++) {
      const value = others[row + a]!;
      right[a]! += (1 + extra) * value;
      for (let b = 0; b <= a; b++) matrix[a * k + b]! += extra * value * others[row + b]!;
    }
  });
  return cholesky(matrix, right, k);
}

/** Solves in place, of a matrix whose lower half is filled. */
function cholesky(matrix: Float64Array, right: Float64Array, k: number): Float64Array {
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a * k + b]!;
      for (let c = 0; c < b; c++) sum -= matrix[a * k + c]! * matrix[b * k + c]!;
      matrix[a * k + b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[b * k + b]!;
    }
  for (let a = 0; a < k; a++) {
    for (let c = 0; c < a; c++) right[a]! -= matrix[a * k + c]! * right[c]!;
    right[a]! /= matrix[a * k + a]!;
  }
  for (let a = k - 1; a >= 0; a--) {
    for (let c = a + 1; c < k; c++) right[a]! -= matrix[c * k + a]! * right[c]!;
    right[a]! /= matrix[a * k + a]!;
  }
  return right;
}

/** Small numbers of a seed (mulberry32), around 0. */
function randomVectors(count: number, factors: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count * factors }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) / 4294967296 - 0.5) / Math.sqrt(factors);
  });
}
