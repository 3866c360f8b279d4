import type { PlanNode } from '@apollo/query-planner';
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './fragments';

/**
 * Splits a mutation into one document, and so one plan, for each root field; null when the common plan is right. The fields of a mutation
 * run one after the other, each with everything below it (GraphQL specification, serial execution). The planner sends neighbouring fields
 * of one subgraph together and reads entities of other subgraphs afterwards, so that the first field would show what the second did.
 */
export function serialDocuments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  plan: PlanNode | null,
): readonly DocumentNode[] | null {
  if (!plan || !readsEntities(plan)) return null;
  const byKey = new Map<string, SelectionNode[]>();
  for (const { key, selection } of rootFields(operation.selectionSet, fragments, (inner) => inner)) {
    const same = byKey.get(key);
    if (same) same.push(selection);
    else byKey.set(key, [selection]);
  }
  if (byKey.size < 2) return null;
  return [...byKey.values()].map((selections) => ({
    ...document,
    definitions: document.definitions.map((definition) =>
      definition === operation ? { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } : definition,
    ),
  }));
}

function readsEntities(plan: PlanNode): boolean {
  switch (plan.kind) {
    case 'Fetch':
      return Boolean(plan.requires);
    case 'Flatten':
      return true;
    case 'Sequence':
    case 'Parallel':
      return plan.nodes.some(readsEntities);
    case 'Condition':
      return [plan.ifClause, plan.elseClause].some((clause) => clause && readsEntities(clause));
    default:
      return false;
  }
}

/** Each root field by itself, with the conditions of the fragments around it. */
function rootFields(
  selectionSet: SelectionSetNode,
  fragments: Fragments,
  wrap: (inner: SelectionNode) => SelectionNode,
): { key: string; selection: SelectionNode }[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ key: keyOf(selection), selection: wrap(selection) }];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    const around = (inner: SelectionNode): InlineFragmentNode => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      directives: selection.directives,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
    });
    return rootFields(fragment.selectionSet, fragments, (inner) => wrap(around(inner)));
  });
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;
