import type { FetchNode, QueryPlanFieldNode, QueryPlanInlineFragmentNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { GraphQLIncludeDirective, GraphQLSkipDirective, Kind, parse, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { RequiredFields } from './required-fields';
import { entityFields } from './split-fetch';

/** A value that a Boolean variable must have. */
export interface Condition {
  readonly variable: string;
  readonly value: boolean;
}

/** A field of a representation that is needed only when all conditions of one of the lists hold. */
export interface ConditionalField extends QueryPlanFieldNode {
  readonly neededIf?: readonly (readonly Condition[])[];
}

/** A part of a representation that is sent only when all conditions hold. */
export interface ConditionalFragment extends QueryPlanInlineFragmentNode {
  readonly onlyIf?: readonly Condition[];
}

/**
 * Marks what only conditional fields need with their conditions. Where one fetch requests several fields with @requires, some of them behind
 * conditions, the planner fetches what those require behind the same conditions, but puts it into the one representation for all: when a
 * condition does not hold, nothing can be represented, and the fields without conditions are lost. Where a fetch is part of a `whole`, what
 * only the other parts need is marked as never needed.
 */
export function withConditionalNeeds(fetch: FetchNode, required: RequiredFields, whole = fetch): FetchNode {
  const { requires } = fetch;
  if (!requires) return fetch;
  const needs = new Map<string, (readonly Condition[])[]>();
  const collect = (from: FetchNode, conditionsIn: (selection: SelectionNode) => readonly Condition[] | null): void => {
    for (const { types, field, selection } of entityFields(from.operationDocumentNode ?? parse(from.operation, { noLocation: true }))) {
      const conditions = conditionsIn(selection);
      for (const type of types) {
        const needed = required.of(fetch.serviceName, type, field.name.value);
        if (needed)
          forEachPath(needed, '', (path) => void needs.set(path, [...(needs.get(path) ?? []), ...(conditions ? [conditions] : [])]));
      }
    }
  };
  if (whole !== fetch) collect(whole, () => null);
  collect(fetch, conditionsOf);
  if (![...needs.values()].some(isConditional)) return fetch;
  for (const { typeCondition } of requires.filter((selection) => selection.kind === 'InlineFragment'))
    for (const key of typeCondition ? required.keysOf(fetch.serviceName, typeCondition) : [])
      forEachPath(key, '', (path) => needs.delete(path));
  const mark = (selections: readonly QueryPlanSelectionNode[], path: string): QueryPlanSelectionNode[] =>
    selections.map((selection): QueryPlanSelectionNode => {
      if (selection.kind === 'InlineFragment') return { ...selection, selections: mark(selection.selections, path) };
      const here = `${path}.${selection.name}`;
      const neededIf = needs.get(here);
      return {
        ...selection,
        ...(selection.selections ? { selections: mark(selection.selections, here) } : {}),
        ...(neededIf && isConditional(neededIf) ? { neededIf } : {}),
      };
    });
  return { ...fetch, requires: mark(requires, '') };
}

/** Also true of what is never needed. */
const isConditional = (lists: readonly (readonly Condition[])[]): boolean => lists.every((conditions) => conditions.length > 0);

/** The conditions around a field and its own; null when they never hold. */
function conditionsOf(selection: SelectionNode): Condition[] | null {
  const conditions: Condition[] = [];
  for (
    let at: SelectionNode | undefined = selection;
    at;
    at = at.kind === Kind.INLINE_FRAGMENT ? at.selectionSet.selections[0] : undefined
  ) {
    const own = conditionsIn(at);
    if (!own) return null;
    conditions.push(...own);
  }
  return conditions;
}

/** The conditions that stand at a selection; null when they never hold. */
export function conditionsIn({ directives = [] }: SelectionNode): Condition[] | null {
  const conditions: Condition[] = [];
  for (const { name, arguments: given } of directives) {
    if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) continue;
    const value = name.value === GraphQLIncludeDirective.name;
    const condition = given?.find((argument) => argument.name.value === 'if')?.value;
    if (condition?.kind === Kind.BOOLEAN && condition.value !== value) return null;
    if (condition?.kind === Kind.VARIABLE) conditions.push({ variable: condition.name.value, value });
  }
  return conditions;
}

function forEachPath({ selections }: SelectionSetNode, path: string, visit: (path: string) => void): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const here = selection.kind === Kind.FIELD ? `${path}.${selection.name.value}` : path;
    if (selection.kind === Kind.FIELD) visit(here);
    if (selection.selectionSet) forEachPath(selection.selectionSet, here, visit);
  }
}
