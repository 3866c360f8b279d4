import { bucketOf, type RateState } from './state';

/** A request that has it is told what it cost. */
export const COST_REPORT_HEADER = 'x-cost-report';

/** A request that has it is told what it would cost, and nothing runs. */
export const COST_DRY_RUN_HEADER = 'x-cost-dry-run';

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
