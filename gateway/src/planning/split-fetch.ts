import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { needKey, type StandIns } from './stand-ins';

/** The stand-in that is needed at each place of the representation (`box.label`). */
type Needs = Map<string, string>;

interface Part {
  readonly needs: Needs;
  readonly selections: SelectionNode[];
}

/**
 * Splits a fetch of entities into one for each set of arguments of a required field: a representation has one place for a field, so fields
 * that require it with different arguments cannot be fetched together. All other fetches stay as they are.
 */
export function splitFetch(fetch: FetchNode, standIns: StandIns): FetchNode[] {
  if (!fetch.requires || !isContradictory(fetch.requires, standIns)) return [fetch];
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  const parts: Part[] = [];
  for (const { types, field, selection } of entityFields(document)) {
    const needs: Needs = new Map();
    for (const type of types) {
      const needed = standIns.needs.get(needKey(fetch.serviceName, type, field.name.value));
      if (needed) collectNeeds(needed, standIns, '', needs);
    }
    const part = parts.find((one) => [...needs].every(([place, name]) => (one.needs.get(place) ?? name) === name));
    if (part) {
      part.selections.push(selection);
      for (const [place, name] of needs) part.needs.set(place, name);
    } else parts.push({ needs, selections: [selection] });
  }
  return parts.map(({ needs, selections }) => {
    const wanted = new Set(needs.values());
    const partDocument = withEntityFields(document, selections);
    const variables = variablesOf(partDocument);
    return {
      ...fetch,
      requires: only(fetch.requires!, (name) => !standIns.byName.has(name) || wanted.has(name)),
      variableUsages: fetch.variableUsages?.filter((name) => variables.has(name)),
      operation: '',
      operationDocumentNode: partDocument,
    };
  });
}

function isContradictory(requires: readonly QueryPlanSelectionNode[], standIns: StandIns): boolean {
  const known = new Map<string, string>();
  const scan = (selections: readonly QueryPlanSelectionNode[], path: string): boolean =>
    selections.some((selection) => {
      if (selection.kind === 'InlineFragment') return scan(selection.selections, path);
      const standIn = standIns.byName.get(selection.name);
      const place = `${path}.${standIn?.field ?? selection.name}`;
      const other = known.get(place);
      if (standIn) known.set(place, selection.name);
      return (standIn && other !== undefined && other !== selection.name) || scan(selection.selections ?? [], place);
    });
  return scan(requires, '');
}

function collectNeeds(selectionSet: SelectionSetNode, standIns: StandIns, path: string, needs: Needs): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) collectNeeds(selection.selectionSet, standIns, path, needs);
    if (selection.kind !== Kind.FIELD) continue;
    const standIn = standIns.byName.get(selection.name.value);
    const place = `${path}.${standIn?.field ?? selection.name.value}`;
    if (standIn) needs.set(place, selection.name.value);
    if (selection.selectionSet) collectNeeds(selection.selectionSet, standIns, place, needs);
  }
}

export interface EntityField {
  /** The type conditions around it. */
  readonly types: readonly string[];
  readonly field: FieldNode;
  /** The field in its conditions. */
  readonly selection: SelectionNode;
}

/** The fields that a fetch requests of entities, each by itself. */
export function entityFields(document: DocumentNode): EntityField[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const unwrap = (selectionSet: SelectionSetNode, types: readonly string[], wrap: (inner: SelectionNode) => SelectionNode): EntityField[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [{ types, field: selection, selection: wrap(selection) }];
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
      const condition = fragment.typeCondition;
      const around = (inner: SelectionNode): InlineFragmentNode => ({
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: condition,
        directives: selection.directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      });
      return unwrap(fragment.selectionSet, condition ? [...types, condition.name.value] : types, (inner) => wrap(around(inner)));
    });
  return unwrap(entitiesOf(document).selectionSet!, [], (inner) => inner);
}

function entitiesOf(document: DocumentNode): FieldNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  return operation.selectionSet.selections[0] as FieldNode;
}

function withEntityFields(document: DocumentNode, selections: readonly SelectionNode[]): DocumentNode {
  const entities = { ...entitiesOf(document), selectionSet: { kind: Kind.SELECTION_SET as const, selections } };
  const fragments = new Map<string, FragmentDefinitionNode>();
  const keep = (node: SelectionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = document.definitions.find(
          (definition): definition is FragmentDefinitionNode =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name.value,
        );
        if (!fragment || fragments.has(name.value)) return;
        fragments.set(name.value, fragment);
        keep(fragment);
      },
    });
  };
  keep(entities);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [entities] };
  const used = variablesOf({
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, variableDefinitions: [], selectionSet }, ...fragments.values()],
  });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions, selectionSet }, ...fragments.values()] };
}

function variablesOf(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

/** The selections without the fields that are not wanted, and without objects that are empty then. */
function only(selections: readonly QueryPlanSelectionNode[], wanted: (name: string) => boolean): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && !wanted(selection.name)) return [];
    if (!selection.selections) return [selection];
    const below = only(selection.selections, wanted);
    return below.length ? [{ ...selection, selections: below }] : [];
  });
}
