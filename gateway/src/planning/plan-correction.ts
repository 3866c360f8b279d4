import type { FetchDataKeyRenamer, FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type FieldNode } from 'graphql';
import { splitFetch } from './split-fetch';
import type { StandIns } from './stand-ins';

/**
 * Makes plans right where the planner is not: puts in the fields for which stand-ins were planned, and lets what takes contextual
 * arguments wait for their values, which the planner would fetch at the same time.
 */
export class PlanCorrection {
  constructor(
    private readonly standIns: StandIns,
    private readonly usesContext: boolean,
  ) {}

  correct(plan: PlanNode | SubscriptionNode): PlanNode | SubscriptionNode {
    if (this.standIns.byName.size === 0 && !this.usesContext) return plan;
    if (plan.kind !== 'Subscription') return this.node(plan);
    return { ...plan, primary: this.restore(plan.primary), ...(plan.rest ? { rest: this.node(plan.rest) } : {}) };
  }

  private node(node: PlanNode): PlanNode {
    switch (node.kind) {
      case 'Fetch': {
        const nodes = splitFetch(node, this.standIns).map((part) => this.restore(part));
        return nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes };
      }
      case 'Flatten':
        return { ...node, node: this.node(node.node) };
      case 'Sequence':
        return { ...node, nodes: node.nodes.map((inner) => this.node(inner)) };
      case 'Parallel':
        return inTurn(node.nodes.map((inner) => this.node(inner)));
      case 'Condition':
        return {
          ...node,
          ...(node.ifClause ? { ifClause: this.node(node.ifClause) } : {}),
          ...(node.elseClause ? { elseClause: this.node(node.elseClause) } : {}),
        };
      default:
        return node;
    }
  }

  private restore(fetch: FetchNode): FetchNode {
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

function inTurn(nodes: PlanNode[]): PlanNode {
  const first = nodes.filter((node) => !takesContext(node));
  const later = nodes.filter(takesContext);
  const together = (some: PlanNode[]): PlanNode => (some.length === 1 ? some[0]! : { kind: 'Parallel', nodes: some });
  if (!first.length || !later.length) return together(nodes);
  return { kind: 'Sequence', nodes: [together(first), together(later)] };
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
