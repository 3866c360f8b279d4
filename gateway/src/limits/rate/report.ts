import { bucketOf, type RateState } from './state';

/** `extensions.cost` of an answer. */
export interface CostReport {
  readonly requestedQueryCost: number;
  readonly actualQueryCost: number;
  /** Null where nobody's cost is limited. */
  readonly throttleStatus: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    /** Points that come back in a second. */
    readonly restoreRate: number;
  } | null;
}

export function costReport(requested: number, actual: number, state: RateState | null): CostReport {
  const pointsLeft = state?.pointsLeft ?? null;
  return {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus:
      state && pointsLeft !== null
        ? {
            maximumAvailable: state.allowance.cost,
            currentlyAvailable: Math.floor(pointsLeft),
            restoreRate: Math.round(bucketOf(state.allowance).perSecond * 100) / 100,
          }
        : null,
  };
}
