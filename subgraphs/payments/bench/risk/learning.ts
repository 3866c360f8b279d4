import { FEATURES, featuresOf } from '../../src/modules/risk/risk-features';
import { riskOf, type Regression } from '../../src/modules/risk/risk-score';
import type { LabelledTry } from './generators/generator.types';
import { factsOf } from './neighbours';

export interface Example {
  features: number[];
  /** What the rule of velocity counts: tries of the account within an hour, this one among them. */
  triesInHour: number;
  isFraud: boolean;
  kind: string;
}

export function examplesOf(labelled: readonly LabelledTry[]): Example[] {
  const facts = factsOf(labelled);
  return labelled.map(({ isFraud, kind }, at) => ({
    features: featuresOf(facts[at]!),
    triesInHour: facts[at]!.triesInHour + 1,
    isFraud,
    kind,
  }));
}

const ROUNDS = 800;
const RATE = 0.8;
/** Weights that one generator alone would make large stay small. */
const DECAY = 0.0015;

/**
 * Logistic regression by gradient descent over all examples; fraud and honest weigh the same together. No weight is below zero: nothing that is
 * told as a reason may speak for a purchase.
 */
export function learn(examples: readonly Example[]): Regression {
  const fraud = examples.filter(({ isFraud }) => isFraud).length;
  const weightOf = ({ isFraud }: Example) => 0.5 / (isFraud ? fraud : examples.length - fraud);
  let bias = 0;
  const weights = FEATURES.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const model = { bias, weights: named(weights) };
    const slope = FEATURES.map(() => 0);
    let slopeOfBias = 0;
    for (const example of examples) {
      const error = (riskOf(example.features, model) - Number(example.isFraud)) * weightOf(example);
      slopeOfBias += error;
      for (let at = 0; at < slope.length; at++) slope[at]! += error * example.features[at]!;
    }
    bias -= RATE * slopeOfBias;
    for (let at = 0; at < weights.length; at++) weights[at] = Math.max(0, weights[at]! - RATE * (slope[at]! + DECAY * weights[at]!));
  }
  return { bias: rounded(bias), weights: named(weights.map(rounded)) };
}

/** The lowest score from which on at most this share of honest tries is met. */
export function thresholdFor(examples: readonly Example[], model: Regression, share: number): number {
  const scores = examples.filter(({ isFraud }) => !isFraud).map(({ features }) => riskOf(features, model));
  scores.sort((one, other) => other - one);
  return rounded((scores[Math.floor(scores.length * share)] ?? 1) + 0.0005);
}

const named = (values: readonly number[]) => Object.fromEntries(FEATURES.map((name, at) => [name, values[at]!])) as Regression['weights'];
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
