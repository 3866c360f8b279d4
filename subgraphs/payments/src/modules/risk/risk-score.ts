import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RiskAction } from '../../generated/prisma/enums';
import { FEATURES, type Feature } from './risk-features';

/** What was learned (`npm run train:risk`): a logistic regression, and from which score on what is done. */
export interface PurchaseWeights {
  version: string;
  bias: number;
  weights: Record<Feature, number>;
  stepUpFrom: number;
  inspectFrom: number;
  refuseFrom: number;
}

export type Regression = Pick<PurchaseWeights, 'bias' | 'weights'>;

export const purchaseWeights = JSON.parse(readFileSync(join(__dirname, 'risk-weights.json'), 'utf8')) as PurchaseWeights;

/** 0 to 1; not a probability of anything but in the purchases that it was learned from. */
export function riskOf(features: readonly number[], { bias, weights }: Regression = purchaseWeights): number {
  const sum = FEATURES.reduce((total, name, at) => total + weights[name] * features[at]!, bias);
  return 1 / (1 + Math.exp(-sum));
}

export function actionOf(score: number, { stepUpFrom, inspectFrom, refuseFrom } = purchaseWeights): RiskAction {
  if (score >= refuseFrom) return 'REFUSE';
  if (score >= inspectFrom) return 'INSPECT';
  return score >= stepUpFrom ? 'STEP_UP' : 'ALLOW';
}

/** What speaks against the purchase most, the weightiest first; at most four. */
export function reasonsOf(features: readonly number[], { weights }: Pick<Regression, 'weights'> = purchaseWeights): Feature[] {
  return FEATURES.map((name, at) => ({ name, weight: weights[name] * features[at]! }))
    .filter(({ weight }) => weight > 0.25)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, 4)
    .map(({ name }) => name);
}
