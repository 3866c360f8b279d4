import type { FetchDataKeyRenamer, FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type FieldNode, type VariableDefinitionNode } from 'graphql';
import { withConditionalNeeds } from './conditional-needs';
import { withDeclaredVariables } from './declared-variables';
import type { RequiredFields } from './required-fields';
import { splitFetch } from './split-fetch';
import type { StandIns } from './stand-ins';

/**
 * Corrects plans where the planner is wrong: puts in the fields for which stand-ins were planned, marks required fields that are needed
 * only under conditions, and lets fetches with contextual arguments wait for their values, which the planner would fetch at the same time.
 */
export class PlanCorrection {
  constructor(
    private readonly standIns: StandIns,
    private readonly usesContext: boolean,
    private readonly required: RequiredFields,
  ) {}

  /** `definitions` are the variables of the client's operation. */
  correct(plan: PlanNode | SubscriptionNode, definitions: readonly VariableDefinitionNode[]): PlanNode | SubscriptionNode {
    if (this.standIns.byName.size === 0 && !this.usesContext && !this.required.areAny && definitions.length === 0) return plan;
    if (plan.kind !== 'Subscription') return this.node(plan, definitions);
    const primary = withDeclaredVariables(this.restore(plan.primary), definitions);
    return { ...plan, primary, ...(plan.rest ? { rest: this.node(plan.rest, definitions) } : {}) };
  }

  private node(node: PlanNode, definitions: readonly VariableDefinitionNode[]): PlanNode {
    switch (node.kind) {
      case 'Fetch': {
        const nodes = splitFetch(node, this.standIns).map((part) =>
          withDeclaredVariables(this.restore(withConditionalNeeds(part, this.required, node)), definitions),
        );
        return nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes };
      }
      case 'Flatten':
        return { ...node, node: this.node(node.node, definitions) };
      case 'Sequence':
        return { ...node, nodes: node.nodes.map((inner) => this.node(inner, definitions)) };
      case 'Parallel':
        return inTurn(node.nodes.map((inner) => this.node(inner, definitions)));
      case 'Condition':
        return {
          ...node,
          ...(node.ifClause ? { ifClause: this.node(node.ifClause, definitions) } : {}),
          ...(node.elseClause ? { elseClause: this.node(node.elseClause, definitions) } : {}),
        };
      default:
        return node;
    }
  }

  private restore(fetch: FetchNode): FetchNode {
    if (this.standIns.byName.size === 0) return fetch;
    // First the field's own name: later rewrites may change the type name that the paths of these go by.
    const inputRewrites = [...this.renamings(fetch.requires ?? [], []), ...(fetch.inputRewrites ?? [])];
    const document = this.document(fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true }));
    return {
      ...fetch,
      operation: stripIgnoredCharacters(print(document)),
      operationDocumentNode: document,
      ...(inputRewrites.length ? { inputRewrites } : {}),
    };
  }

  private document(document: DocumentNode): DocumentNode {
    return visit(document, {
      Field: (field): FieldNode | undefined => {
        const standIn = this.standIns.byName.get(field.name.value);
        return (
          standIn && {
            ...field,
            alias: field.alias ?? field.name,
            name: { kind: Kind.NAME, value: standIn.field },
            arguments: standIn.arguments,
          }
        );
      },
    });
  }

  private renamings(selections: readonly QueryPlanSelectionNode[], path: readonly string[]): FetchDataKeyRenamer[] {
    return selections.flatMap((selection): FetchDataKeyRenamer[] => {
      if (selection.kind === 'InlineFragment')
        return this.renamings(selection.selections, selection.typeCondition ? [...path, `... on ${selection.typeCondition}`] : path);
      const standIn = this.standIns.byName.get(selection.name);
      const here = [...path, selection.name];
      // Inner ones first, while the outer path still leads to them.
      return [
        ...this.renamings(selection.selections ?? [], here),
        ...(standIn ? [{ kind: 'KeyRenamer' as const, path: here, renameKeyTo: standIn.field }] : []),
      ];
    });
  }
}

/**
 * Fetches with contextual arguments wait for the fetches of their values. A context stands above the field, so among fetches with contextual
 * arguments those further up go first.
 */
function inTurn(nodes: PlanNode[]): PlanNode {
  const together = (some: PlanNode[]): PlanNode => (some.length === 1 ? some[0]! : { kind: 'Parallel', nodes: some });
  const byTurn = new Map<number, PlanNode[]>();
  for (const node of nodes) {
    const turn = takesContext(node) ? depthOf(node) : -1;
    byTurn.set(turn, [...(byTurn.get(turn) ?? []), node]);
  }
  if (byTurn.size < 2) return together(nodes);
  return { kind: 'Sequence', nodes: [...byTurn].sort(([one], [other]) => one - other).map(([, some]) => together(some)) };
}

/** How far down the first fetch of a node begins. */
function depthOf(node: PlanNode): number {
  switch (node.kind) {
    case 'Flatten':
      return node.path.length + depthOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return Math.min(...node.nodes.map(depthOf));
    case 'Condition':
      return Math.min(...[node.ifClause, node.elseClause].flatMap((clause) => (clause ? [depthOf(clause)] : [])));
    default:
      return 0;
  }
}

function takesContext(node: PlanNode): boolean {
  switch (node.kind) {
    case 'Fetch':
      return Boolean(node.contextRewrites?.length);
    case 'Flatten':
      return takesContext(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(takesContext);
    case 'Condition':
      return [node.ifClause, node.elseClause].some((clause) => clause && takesContext(clause));
    default:
      return false;
  }
}
