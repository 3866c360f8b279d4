import type { Fields } from '../objects';
import type { OperationPlans } from './operation-plans';

/** `with`: the plan beside the answer. `only`: the plan, and nothing is run. */
export type PlanRequest = 'with' | 'only';

/** Who may see query plans. They show how the supergraph is made. */
export type QueryPlans = boolean | 'signed-in';

/** Reads whether the client asks for its operation's plan: in the request's extensions (`queryPlan: true` or `"only"`), or by a header. */
export function planRequest(extensions: Fields, header: string | string[] | undefined): PlanRequest | null {
  const asked = extensions.queryPlan ?? header;
  if (asked === undefined || asked === null || asked === false || asked === '0' || asked === 'false') return null;
  return asked === 'only' ? 'only' : 'with';
}

/** Writes the plan for people to read. */
export async function planText({ plan, alone }: OperationPlans): Promise<string> {
  // Loaded when needed: it comes with the planner, which this thread may not need.
  const { prettyFormatQueryPlan } = await import('@apollo/query-planner');
  const parts = (alone ?? [plan]).map((node) => prettyFormatQueryPlan({ kind: 'QueryPlan', ...(node ? { node } : {}) }));
  return parts.join('\n\n');
}
