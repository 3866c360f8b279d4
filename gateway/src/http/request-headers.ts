/** A request with this header gets a report of its cost. */
export const COST_REPORT_HEADER = 'x-cost-report';

/** A request with this header gets a report of what it would cost, and nothing runs. */
export const COST_DRY_RUN_HEADER = 'x-cost-dry-run';

/** A request with this header gets its query plan. */
export const PLAN_HEADER = 'x-query-plan';
