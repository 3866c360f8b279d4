import type { PlanNode } from '@apollo/query-planner';
import { OperationTypeNode, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Plan } from '../planning/planner';
import type { Supergraph } from '../supergraph/supergraph';
import type { Fragments } from '../document/selection-tree';
import { serialDocuments } from '../document/serial';

export interface OperationPlans {
  readonly plan: Plan;
  /** Of the root fields of a mutation, where they must be run by themselves, one after the other. */
  readonly alone: readonly (PlanNode | null)[] | null;
}

export async function plansOf(
  supergraph: Supergraph,
  document: DocumentNode,
  node: OperationDefinitionNode,
  fragments: Fragments,
): Promise<OperationPlans> {
  const name = node.name?.value;
  const plan = await supergraph.plan(document, name);
  if (node.operation !== OperationTypeNode.MUTATION || plan?.kind === 'Subscription') return { plan, alone: null };
  const documents = serialDocuments(document, node, fragments, plan);
  const alone = documents && (await Promise.all(documents.map((one) => supergraph.plan(one, name) as Promise<PlanNode | null>)));
  return { plan, alone };
}
