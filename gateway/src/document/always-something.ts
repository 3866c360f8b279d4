import { Kind, TypeNameMetaFieldDef, visit, type DocumentNode, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, type Fragments } from './fragments';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: TypeNameMetaFieldDef.name } };

/**
 * Adds the type name to conditional objects of which all fields are conditional, too. For `a @include(if: $x) { b @include(if: $y) }` the
 * planner requests `a` only when both hold, and never when the two contradict each other; but without `b` the object is empty, not missing.
 */
export function withAlwaysSomething(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  return visit(document, {
    Field(field) {
      const { directives, selectionSet } = field;
      // Introspection is not planned.
      if (field.name.value.startsWith('__')) return false;
      if (!directives?.length || !selectionSet || hasSomething(selectionSet, fragments)) return undefined;
      return { ...field, selectionSet: { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] } };
    },
  });
}

const hasSomething = ({ selections }: SelectionSetNode, fragments: Fragments): boolean =>
  selections.some((selection) => !selection.directives?.length && isSomething(selection, fragments));

function isSomething(selection: SelectionNode, fragments: Fragments): boolean {
  switch (selection.kind) {
    case Kind.FIELD:
      return true;
    case Kind.INLINE_FRAGMENT:
      return hasSomething(selection.selectionSet, fragments);
    case Kind.FRAGMENT_SPREAD: {
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && hasSomething(fragment.selectionSet, fragments);
    }
  }
}
