import type { Allowance } from './allowance';
import type { BucketSize } from './bucket';

/** A payer's state after an operation was counted. */
export interface RateState {
  readonly allowance: Allowance;
  /** Operations counted in this window. */
  readonly operations: number;
  readonly windowEndsInMs: number;
  /** Null until points were taken. */
  readonly pointsLeft: number | null;
}

export const bucketOf = ({ cost, windowSeconds }: Allowance): BucketSize => ({ capacity: cost, perSecond: cost / windowSeconds });

export const operationsLeft = ({ allowance, operations }: RateState): number => Math.max(allowance.operations - operations, 0);

/** Seconds until the budget has so many points. */
export function secondsUntil(points: number, pointsLeft: number, allowance: Allowance): number {
  return Math.max(1, Math.ceil((Math.min(points, allowance.cost) - pointsLeft) / bucketOf(allowance).perSecond));
}

/**
 * The headers that tell a client over HTTP: RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10), and for clients
 * that know earlier drafts RateLimit-Limit, -Remaining and -Reset, which speak of the operations alone.
 */
export function rateHeaders(state: RateState): Readonly<Record<string, string>> {
  const { operations, windowSeconds, cost } = state.allowance;
  const left = operationsLeft(state);
  const reset = Math.ceil(state.windowEndsInMs / 1000);
  const costPolicy = state.pointsLeft === null ? '' : `, "cost";q=${cost};w=${windowSeconds}`;
  return {
    'ratelimit-policy': `"operations";q=${operations};w=${windowSeconds}${costPolicy}`,
    ratelimit: `"operations";r=${left};t=${reset}${costItem(state)}`,
    'ratelimit-limit': String(operations),
    'ratelimit-remaining': String(left),
    'ratelimit-reset': String(reset),
  };
}

function costItem({ pointsLeft, allowance }: RateState): string {
  if (pointsLeft === null) return '';
  const full = Math.ceil((allowance.cost - pointsLeft) / bucketOf(allowance).perSecond);
  return `, "cost";r=${Math.floor(pointsLeft)};t=${full}`;
}
