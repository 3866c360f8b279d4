import { Kind, separateOperations, TypeNameMetaFieldDef, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { isIntrospection } from './aliases';
import { fragmentsOf, type Fragments } from './fragments';

/**
 * One operation of a document, without the fields of introspection at its root, which no subgraph answers; null when it has nothing else.
 */
export function withoutIntrospection(document: DocumentNode, operationName: string | undefined): DocumentNode | null {
  const fragments = fragmentsOf(document);
  let isEmpty = false;
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || (operationName && definition.name?.value !== operationName)) return definition;
    const selectionSet = planned(definition.selectionSet, fragments);
    isEmpty = !selectionSet;
    return selectionSet ? { ...definition, selectionSet } : definition;
  });
  // What only introspection used is gone, too.
  return isEmpty ? null : Object.values(separateOperations({ ...document, definitions })).find((one) => isOf(one, operationName))!;
}

const isOf = ({ definitions }: DocumentNode, operationName: string | undefined): boolean =>
  definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName),
  );

/** The same selection set when there is nothing to leave out; null when all of it is. */
function planned(set: SelectionSetNode, fragments: Fragments): SelectionSetNode | null {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD)
      return isIntrospection(selection) || selection.name.value === TypeNameMetaFieldDef.name ? [] : [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const below = fragment && planned(fragment.selectionSet, fragments);
    if (!fragment || !below) return [];
    if (below === fragment.selectionSet) return [selection];
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition: fragment.typeCondition, directives: selection.directives, selectionSet: below }];
  });
  if (selections.length === set.selections.length && selections.every((one, index) => one === set.selections[index])) return set;
  return selections.length ? { ...set, selections } : null;
}
