import { Kind, TypeNameMetaFieldDef, visit, type DocumentNode, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } };

/**
 * Adds the type name to conditional objects of which all fields are conditional, too. For `a @include(if: $x) { b @include(if: $y) }` the
 * planner requests `a` only when both hold, and never when the two contradict each other; but without `b` the object is empty, not missing. The same
 * holds where `b` stands in a fragment on a type that the object is not.
 */
export function withAlwaysSomething(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(field) {
      const { directives, selectionSet } = field;
      // Introspection is not planned.
      if (field.name.value.startsWith('__')) return false;
      if (!directives?.length || !selectionSet || hasSomething(selectionSet)) return undefined;
      return { ...field, selectionSet: { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] } };
    },
  });
}

/** A field without conditions. A fragment on a type may apply to no object that comes, so what is in it does not count. */
const hasSomething = ({ selections }: SelectionSetNode): boolean =>
  selections.some((selection) => !selection.directives?.length && isSomething(selection));

const isSomething = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD ||
  (selection.kind === Kind.INLINE_FRAGMENT && !selection.typeCondition && hasSomething(selection.selectionSet));
