import type { PlanNode } from '@apollo/query-planner';
import { GraphQLError, OperationTypeNode, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Plannable } from '../document/plannable';
import { serialDocuments } from '../document/serial';
import type { Plan } from '../planning/planner';
import type { Supergraph } from '../supergraph/supergraph';

/** The planner refused the operation; its message speaks of its own workings. */
export class NotPlannable extends Error {
  override name = 'NotPlannable';
}

export interface OperationPlans {
  readonly plan: Plan;
  /** Plans of the single root fields of a mutation, where these must run one after the other. */
  readonly alone: readonly (PlanNode | null)[] | null;
}

export async function plansOf(
  supergraph: Supergraph,
  { document, fragments }: Plannable,
  node: OperationDefinitionNode,
  share: number,
): Promise<OperationPlans> {
  const planFor = (one: DocumentNode) =>
    supergraph.plan({ document: one, fragments }, node.name?.value, share).catch((error: unknown) => {
      throw error instanceof GraphQLError ? new NotPlannable(error.message, { cause: error }) : error;
    });
  const plan = await planFor(document);
  if (node.operation !== OperationTypeNode.MUTATION || plan?.kind === 'Subscription') return { plan, alone: null };
  const documents = serialDocuments(document, node, fragments, plan);
  const alone = documents && (await Promise.all(documents.map((one) => planFor(one) as Promise<PlanNode | null>)));
  return { plan, alone };
}
