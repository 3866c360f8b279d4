import { FEATURES, featuresOf } from '../../src/modules/risk/risk-features';
import { riskOf, type RiskWeights } from '../../src/modules/risk/risk-score';
import type { LabelledAccount } from './generators/generator.types';
import { neighboursOf } from './neighbours';

export interface Example {
  features: number[];
  networkInHour: number;
  isAbuse: boolean;
  kind: string;
}

export function examplesOf(labelled: readonly LabelledAccount[]): Example[] {
  const near = neighboursOf(labelled.map(({ account }) => account));
  return labelled.map(({ account, isAbuse, kind }, at) => ({
    features: featuresOf(account, near[at]!),
    networkInHour: near[at]!.networkInHour,
    isAbuse,
    kind,
  }));
}

const ROUNDS = 800;
const RATE = 0.8;
/** Weights that one generator alone would make large stay small. */
const DECAY = 0.0015;

/**
 * Logistic regression by gradient descent over all examples; abuse and honest weigh the same together. No weight is below zero: nothing that is
 * told as a reason may speak for an account.
 */
export function learn(examples: readonly Example[]): Pick<RiskWeights, 'bias' | 'weights'> {
  const abuse = examples.filter(({ isAbuse }) => isAbuse).length;
  const weightOf = ({ isAbuse }: Example) => 0.5 / (isAbuse ? abuse : examples.length - abuse);
  let bias = 0;
  const weights = FEATURES.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const model = { bias, weights: named(weights) };
    const slope = FEATURES.map(() => 0);
    let slopeOfBias = 0;
    for (const example of examples) {
      const error = (riskOf(example.features, model) - Number(example.isAbuse)) * weightOf(example);
      slopeOfBias += error;
      for (let at = 0; at < slope.length; at++) slope[at]! += error * example.features[at]!;
    }
    bias -= RATE * slopeOfBias;
    for (let at = 0; at < weights.length; at++) weights[at] = Math.max(0, weights[at]! - RATE * (slope[at]! + DECAY * weights[at]!));
  }
  return { bias: rounded(bias), weights: named(weights.map(rounded)) };
}

/** The lowest score from which on at most this share of honest people is limited. */
export function thresholdFor(examples: readonly Example[], model: Pick<RiskWeights, 'bias' | 'weights'>, share: number): number {
  const scores = examples.filter(({ isAbuse }) => !isAbuse).map(({ features }) => riskOf(features, model));
  scores.sort((one, other) => other - one);
  return rounded((scores[Math.floor(scores.length * share)] ?? 1) + 0.0005);
}

const named = (values: readonly number[]) => Object.fromEntries(FEATURES.map((name, at) => [name, values[at]!])) as RiskWeights['weights'];
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
