import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fields } from '../objects';
import type { Fragments } from './fragments';

/**
 * Returns the fields that the client requests of an object of one type, in its order, by response key (GraphQL specification,
 * CollectFields). `values` decides @skip and @include.
 */
export function collectFields(
  { schema, fragments, values }: { readonly schema: GraphQLSchema; readonly fragments: Fragments; readonly values: Fields },
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection, values)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const same = fields.get(key);
        if (same) same.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment && applies(schema, type, fragment.typeCondition?.name.value)) collect(fragment.selectionSet);
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  return fields;
}

/**
 * Tells whether there is a field that a subgraph must resolve, with any values of the variables. `decided` are the values that the
 * conditions around the selection need: `@skip(if: $x) @include(if: $x)` never holds.
 */
export function asksForData(selectionSet: SelectionSetNode, fragments: Fragments, decided: Decided = new Map()): boolean {
  return selectionSet.selections.some((selection) => {
    const here = decide(selection, decided);
    if (!here) return false;
    if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment !== undefined && asksForData(fragment.selectionSet, fragments, here);
  });
}

type Decided = ReadonlyMap<string, boolean>;

/** Returns the values that variables must have for the selection to be included; null when it never is. */
function decide({ directives = [] }: SelectionNode, decided: Decided): Decided | null {
  const here = new Map(decided);
  for (const { name, arguments: given } of directives) {
    const condition = given?.find((argument) => argument.name.value === 'if')?.value;
    if (!condition || (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name)) continue;
    const needed = name.value === GraphQLIncludeDirective.name;
    if (condition.kind === Kind.BOOLEAN && condition.value !== needed) return null;
    if (condition.kind !== Kind.VARIABLE) continue;
    if ((here.get(condition.name.value) ?? needed) !== needed) return null;
    here.set(condition.name.value, needed);
  }
  return here;
}

/** Names of the fields at the root of an operation, with all that variables may leave out. The document is valid: no fragment holds itself. */
export function rootFieldNames({ selectionSet }: OperationDefinitionNode, fragments: Fragments): readonly string[] {
  const visited = new Set<string>();
  const namesIn = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet);
      const { value } = selection.name;
      const fragment = visited.has(value) ? undefined : fragments.get(value);
      visited.add(value);
      return fragment ? namesIn(fragment.selectionSet) : [];
    });
  return namesIn(selectionSet);
}

export function isIncluded(selection: SelectionNode, values: Fields): boolean {
  if (!selection.directives?.length) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, values);
  if (skip?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, values)?.if !== false;
}

function applies(schema: GraphQLSchema, type: GraphQLCompositeType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && !isUnion(type) && schema.isSubType(conditionType, type);
}

const isUnion = (type: GraphQLCompositeType): type is Extract<GraphQLCompositeType, { getTypes(): unknown }> => 'getTypes' in type;

/** Names of the variables that decide which fields are requested. */
export function conditionVariables(selectionSets: readonly SelectionSetNode[]): readonly string[] {
  const names = new Set<string>();
  const scan = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      for (const directive of selection.directives ?? []) {
        const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) scan(selection.selectionSet);
    }
  };
  for (const selectionSet of selectionSets) scan(selectionSet);
  return [...names].sort();
}
