import type { Fields } from '../objects';
import type { OperationPlans } from './operation-plans';

/** `with`: the plan beside the answer. `only`: the plan, and nothing is run. */
export type PlanRequest = 'with' | 'only';

/** Who may see query plans: they tell how the supergraph is made. */
export type QueryPlans = boolean | 'signed-in';

export const PLAN_HEADER = 'x-query-plan';

/** How a client asks for the plan of its operation: in the request's extensions (`queryPlan: true` or `"only"`), or by a header. */
export function planRequest(extensions: Fields, header: string | string[] | undefined): PlanRequest | null {
  const asked = extensions.queryPlan ?? header;
  if (asked === undefined || asked === null || asked === false || asked === '0' || asked === 'false') return null;
  return asked === 'only' ? 'only' : 'with';
}

/** For people to read. */
export async function planText({ plan, alone }: OperationPlans): Promise<string> {
  // Comes with the planner, which may not be loaded in this thread.
  const { prettyFormatQueryPlan } = await import('@apollo/query-planner');
  const parts = (alone ?? [plan]).map((node) => prettyFormatQueryPlan({ kind: 'QueryPlan', ...(node ? { node } : {}) }));
  return parts.join('\n\n');
}
