import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES, type Feature } from './risk-features';

/** What was learned (`npm run train:fraud`): a logistic regression, and from which score on an account is limited. */
export interface RiskWeights {
  version: string;
  bias: number;
  weights: Record<Feature, number>;
  threshold: number;
}

export const riskWeights = JSON.parse(readFileSync(join(__dirname, 'risk-weights.json'), 'utf8')) as RiskWeights;

/** 0 to 1; not a probability of anything but in the accounts that it was learned from. */
export function riskOf(features: readonly number[], { bias, weights }: Pick<RiskWeights, 'bias' | 'weights'> = riskWeights): number {
  const sum = FEATURES.reduce((total, name, at) => total + weights[name] * features[at]!, bias);
  return 1 / (1 + Math.exp(-sum));
}

/** What speaks against the account most, the weightiest first; at most four. */
export function reasonsOf(features: readonly number[], { weights }: Pick<RiskWeights, 'weights'> = riskWeights): Feature[] {
  return FEATURES.map((name, at) => ({ name, weight: weights[name] * features[at]! }))
    .filter(({ weight }) => weight > 0.25)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, 4)
    .map(({ name }) => name);
}
