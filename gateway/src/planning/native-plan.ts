import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlanSelectionNode, ResponsePath } from '@apollo/query-planner';
import type * as native from '@graphql-hive/router-query-planner';
import { type OperationTypeNode } from 'graphql';
import { ON } from '../execution/response-paths';
import type { ConditionalFragment } from './conditional-needs';
import type { Place } from './lost-conditions';
import { takeApart } from './native-batch';
import type { Plan } from './planner';

type Amend = (fetch: FetchNode, place: Place) => FetchNode;

const ROOT: Place = { path: [], decided: new Set() };

/** What the native planner writes, in the nodes that are executed. */
export function translatePlan({ node }: native.QueryPlan, amend: Amend = (fetch) => fetch): Plan {
  if (!node) return null;
  const translation = new Translation(amend);
  if (node.kind === 'Subscription') return { kind: 'Subscription', primary: translation.fetch(node.primary, ROOT) };
  const [first, ...others] = node.kind === 'Sequence' ? node.nodes : [];
  if (first?.kind !== 'Subscription') return translation.node(node, ROOT);
  // What completes each event stands after the stream.
  const rest: PlanNode = { kind: 'Sequence', nodes: others.map((one) => translation.node(one, ROOT)) };
  return { kind: 'Subscription', primary: translation.fetch(first.primary, ROOT), rest };
}

class Translation {
  constructor(private readonly amend: Amend) {}

  fetch(node: native.FetchNode, place: Place): FetchNode {
    return this.amend(fetchNode(node), place);
  }

  node(node: native.PlanNode, place: Place): PlanNode {
    switch (node.kind) {
      case 'Fetch':
        return this.fetch(node, place);
      case 'BatchFetch':
        return { kind: 'Parallel', nodes: takeApart(node).map((one) => this.node(one, place)) };
      case 'Sequence':
      case 'Parallel':
        return { kind: node.kind, nodes: node.nodes.map((one) => this.node(one, place)) };
      case 'Flatten': {
        const fields = node.path.flatMap((segment) => (segment !== '@' && 'Field' in segment ? [segment.Field] : []));
        return { kind: 'Flatten', path: node.path.map(leg), node: this.node(node.node, { ...place, path: [...place.path, ...fields] }) };
      }
      case 'Condition': {
        const { condition, ifClause, elseClause } = node;
        const inside = { ...place, decided: new Set([...place.decided, condition]) };
        return {
          kind: 'Condition',
          condition,
          ...(ifClause ? { ifClause: this.node(ifClause, inside) } : {}),
          ...(elseClause ? { elseClause: this.node(elseClause, inside) } : {}),
        };
      }
      default:
        throw new Error(`A plan has a node of the kind ${node.kind} where none is understood.`);
    }
  }
}

function fetchNode(node: native.FetchNode): FetchNode {
  return {
    kind: 'Fetch',
    serviceName: node.serviceName,
    operation: node.operation.trim(),
    operationName: node.operationName,
    operationKind: (node.operationKind ?? 'query') as OperationTypeNode,
    variableUsages: node.variableUsages ?? [],
    ...(node.requires ? { requires: node.requires.map(required) } : {}),
    ...(node.inputRewrites ? { inputRewrites: node.inputRewrites.map(rewrite) } : {}),
    ...(node.outputRewrites ? { outputRewrites: node.outputRewrites.map(rewrite) } : {}),
  };
}

const leg = (segment: native.FlattenNodePathSegment): ResponsePath[number] => {
  if (segment === '@') return segment;
  return 'Field' in segment ? segment.Field : ON + segment.TypeCondition.join('|');
};

function required(selection: native.RequiresSelection): QueryPlanSelectionNode {
  if (selection.kind === 'FragmentSpread') throw new Error('A representation is described by a fragment, which is not understood.');
  const selections = selection.selections?.map(required);
  if (selection.kind === 'Field')
    return {
      kind: 'Field',
      name: selection.name,
      ...(selection.alias ? { alias: selection.alias } : {}),
      ...(selections?.length ? { selections } : {}),
    };
  const { typeCondition, includeIf, skipIf } = selection;
  const onlyIf = [...(includeIf ? [{ variable: includeIf, value: true }] : []), ...(skipIf ? [{ variable: skipIf, value: false }] : [])];
  const fragment: ConditionalFragment = {
    kind: 'InlineFragment',
    typeCondition,
    selections: selections ?? [],
    ...(onlyIf.length ? { onlyIf } : {}),
  };
  return fragment;
}

function rewrite(given: native.FetchRewrite): FetchDataRewrite {
  if ('KeyRenamer' in given)
    return { kind: 'KeyRenamer', path: given.KeyRenamer.path.map(segment), renameKeyTo: given.KeyRenamer.renameKeyTo };
  const { path, setValueTo } = 'ValueSetter' in given ? given.ValueSetter : given;
  return { kind: 'ValueSetter', path: path.map(segment), setValueTo };
}

const segment = (one: native.FetchNodePathSegment): string => ('Key' in one ? one.Key : ON + one.TypenameEquals.join('|'));
